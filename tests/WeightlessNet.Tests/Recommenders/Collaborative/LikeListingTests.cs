using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Collaborative.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;
using Xunit;

namespace WeightlessNet.Tests.Recommenders.Collaborative;

public sealed class LikeListingTests
{
    private const int Users = 30;
    private const int Items = 40;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly Rating[] Ratings = SomeRatings.OfTwoTastes(Users, Items, 0.3, 1);

    [Fact]
    public async Task Others_learn_while_a_list_is_computed_and_the_list_has_none_of_it()
    {
        LoggedModel<PausingModel> logged = new(Items, RatingScale.Stars, () => new PausingModel());
        logged.Learn(new Rating(2, 3, 5));
        logged.Learn(new Rating(2, 4, 5));
        ScoredItem[] best = new ScoredItem[3];
        logged.Model.Pauses = () => Task.Run(() =>
        {
            logged.Learn(new Rating(2, 5, 5));
            logged.Learn(new Rating(3, 3, 5));
        }).WaitAsync(Patience).GetAwaiter().GetResult();
        int count = await Task.Run(() => logged.RecommendLiked(2, best, [0])).WaitAsync(Patience);

        // Items 3 and 4 were rated before; nobody liked the rest.
        Assert.Equal([new ScoredItem(1, 0), new ScoredItem(2, 0), new ScoredItem(5, 0)], best[..count]);
        logged.Model.Pauses = () => { };
        Assert.Equal(3, logged.RecommendLiked(7, best, default));
        Assert.Equal([new ScoredItem(3, 2), new ScoredItem(4, 1), new ScoredItem(5, 1)], best);
    }

    [Theory]
    [InlineData(nameof(EaseRecommender))]
    [InlineData(nameof(ImplicitFactorizationRecommender))]
    public void Lists_and_scores_of_many_threads_are_those_of_one(string name)
    {
        IItemScoringRecommender recommender = Fitted(name);
        IItemScoringRecommender twin = Fitted(name);
        double[][] expected = [.. Enumerable.Range(0, Users + 1).Select(user => Answers(twin, user))];
        Parallel.For(0, 4 * Users, call => Assert.Equal(expected[call % (Users + 1)], Answers(recommender, call % (Users + 1))));

        // Factors that are kept are not used after the user has rated.
        recommender.Learn(new Rating(1, Items - 1, 5));
        recommender.Learn(new Rating(1, 0, 1));
        twin.Learn(new Rating(1, 0, 1));
        twin.Learn(new Rating(1, Items - 1, 5));
        Assert.Equal(Answers(twin, 1), Answers(recommender, 1));
        Assert.NotEqual(expected[1], Answers(recommender, 1));
    }

    private static double[] Answers(IItemScoringRecommender recommender, int user)
    {
        ScoredItem[] best = new ScoredItem[Items];
        int count = recommender.Recommend(user, best);
        float[] scores = new float[Items];
        RatedItem[] own =
            [.. Ratings.Where(rating => rating.User == user).Select(rating => new RatedItem(rating.Item, rating.Value, 0))];
        recommender.Score(own, scores);
        return [.. best[..count].SelectMany(scored => (double[])[scored.Item, scored.Score]), .. scores];
    }

    private static IItemScoringRecommender Fitted(string name)
    {
        IItemScoringRecommender recommender = name == nameof(EaseRecommender)
            ? new EaseRecommender(Items, RatingScale.Stars)
            : new ImplicitFactorizationRecommender(Items, RatingScale.Stars);
        recommender.GetRequired<IBatchRecommender>().Fit(Ratings);
        return recommender;
    }

    // Ranks by likes, and pauses before it does.
    private sealed class PausingModel : ILikeModel
    {
        public Action Pauses { get; set; } = () => { };

        public LikedRatings Ratings { get; } = new(Items, RatingScale.Stars, 4);

        public RatingLog Log => Ratings.Log;

        public void Set(in Rating rating) => Ratings.Set(rating);

        public void Withdraw(int user, int? item) => Ratings.Withdraw(user, item);

        public double Predict(int user, int item) => Ratings.Predict(user, item);

        public void Rank(int user, in LikeQuestion question, in UnavailableItems unavailable, ref TopItems best)
        {
            Pauses();
            question.RankByLikes(unavailable, ref best);
        }

        public void Train(IProgress<double>? progress, CancellationToken cancellationToken)
        {
        }
    }
}
