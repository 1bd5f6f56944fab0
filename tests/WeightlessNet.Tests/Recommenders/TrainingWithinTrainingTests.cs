using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Recommenders.WeightedNetworks;
using WeightlessNet.Storage;
using WeightlessNet.Tests.Recommenders.Collaborative;
using Xunit;

namespace WeightlessNet.Tests.Recommenders;

/// <summary>A progress callback cannot start another training of the same recommender, and can do everything else.</summary>
public sealed class TrainingWithinTrainingTests
{
    private const int Users = 40;
    private const int Items = 30;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly Rating[] Old = SomeRatings.OfTwoTastes(Users, Items, 0.3, 1);
    private static readonly Rating[] New = SomeRatings.OfTwoTastes(Users, Items, 0.5, 2);
    private static readonly Rating[] Meanwhile = [new(Users, 3, 5), new(0, 1, 2), new(Users, 4, 4)];

    public static TheoryData<string> Trained =>
    [
        nameof(MatrixFactorizationRecommender),
        nameof(ImplicitFactorizationRecommender),
        nameof(EaseRecommender),
        nameof(WeightedNetworkRecommender),
        nameof(HybridRecommender),
        nameof(WeightlessRankingRecommender),
    ];

    [Theory, MemberData(nameof(Trained))]
    public async Task A_training_within_a_training_is_refused_and_the_outer_one_ends(string name)
    {
        IBatchRecommender recommender = Fitted(name, Old);
        List<Exception> refused = [];
        bool hasLearned = false;
        void Act(double part)
        {
            if (!hasLearned)
            {
                hasLearned = true;
                Array.ForEach(Meanwhile, rating => recommender.Learn(rating));
                recommender.Recommend(0, new ScoredItem[3]);
            }

            refused.Add(Assert.Throws<InvalidOperationException>(() => recommender.Fit(Old)));
        }

        await Task.Run(() => recommender.Fit(New, new CalledBack(Act))).WaitAsync(Patience);

        IBatchRecommender sequential = Fitted(name, New);
        Array.ForEach(Meanwhile, rating => sequential.Learn(rating));
        Assert.NotEmpty(refused);
        Assert.All(refused, exception => Assert.Contains("when the training has returned", exception.Message, StringComparison.Ordinal));
        AssertSame(sequential, recommender);

        // Outside of the callback it is allowed again, also after a callback that did not catch the exception.
        Assert.Throws<InvalidOperationException>(() => recommender.Fit(New, new CalledBack(_ => recommender.Fit(Old))));
        AssertSame(sequential, recommender);
        recommender.Fit(Old);
        AssertSame(Fitted(name, Old), recommender);
    }

    [Theory, MemberData(nameof(Trained))]
    public async Task A_callback_may_train_another_recommender_and_start_a_training_that_it_does_not_wait_for(string name)
    {
        IBatchRecommender recommender = Fitted(name, Old);
        IBatchRecommender other = Fitted(name, New);
        Task? later = null;
        await Task.Run(() => recommender.Fit(New, new CalledBack(_ =>
        {
            if (later is null)
            {
                other.Fit(Old);
                later = Task.Run(() => recommender.Fit(Old));
            }
        }))).WaitAsync(Patience);
        await later!.WaitAsync(Patience);

        AssertSame(Fitted(name, Old), recommender);
        AssertSame(Fitted(name, Old), other);
    }

    [Fact]
    public void A_refit_of_a_hybrid_and_a_change_of_a_rankings_models_are_refused_too()
    {
        var hybrid = (HybridRecommender)Fitted(nameof(HybridRecommender), Old);
        Assert.Throws<InvalidOperationException>(() => hybrid.Refit(new CalledBack(_ => hybrid.Refit())));
        Assert.Throws<InvalidOperationException>(() => hybrid.Refit(new CalledBack(_ => hybrid.Fit(Old))));
        var ranking = (WeightlessRankingRecommender)Fitted(nameof(WeightlessRankingRecommender), Old);
        Assert.Throws<InvalidOperationException>(() =>
            ranking.Fit(New, new CalledBack(_ => ranking.Replace(TwoTastesCatalog.Of(Items), []))));
    }

    private static IBatchRecommender Fitted(string name, Rating[] ratings)
    {
        var recommender = (IBatchRecommender)RecommenderCases.Create(name, Items, RatingScale.HalfStars);
        recommender.Fit(ratings);
        return recommender;
    }

    private static void AssertSame(IBatchRecommender expected, IBatchRecommender actual)
    {
        Assert.Equal(ObservedState.Of(expected, Users), ObservedState.Of(actual, Users));
        Assert.Equal(Bytes(expected), Bytes(actual));
    }

    private static byte[] Bytes(IRecommender recommender)
    {
        using MemoryStream stream = new();
        ((ISnapshot)recommender).Save(stream);
        return stream.ToArray();
    }

    private sealed class CalledBack(Action<double> action) : IProgress<double>
    {
        public void Report(double value) => action(value);
    }
}
