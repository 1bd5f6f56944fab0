using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Hybrid;
using Xunit;

namespace WeightlessNet.Tests.Recommenders.Hybrid;

/// <summary>A training of a ranking holds nobody up, and loses nothing of what happens meanwhile.</summary>
public sealed class RankingTrainingTests
{
    private const int Users = 40;
    private const int Items = 150;

    private static readonly Rating[] Ratings = WeightlessRankingRecommenderTests.OfTastes(Users, 0.3, 11);

    [Fact]
    public async Task Others_learn_forget_and_ask_during_a_training_and_all_of_it_stays()
    {
        Rating known = Ratings[0];
        WeightlessRankingRecommender ranking = Created();
        Array.ForEach(Ratings, rating => ranking.Learn(rating));
        List<double> before = ObservedState.Of(ranking, Users);
        using ManualResetEventSlim isTraining = new();
        using ManualResetEventSlim goOn = new();
        Task training = Task.Run(() => ranking.Fit(Ratings, new CallOnce(() =>
        {
            isTraining.Set();
            goOn.Wait();
        })));
        isTraining.Wait();
        try
        {
            Assert.Equal(before, ObservedState.Of(ranking, Users));
            Change(ranking);
            Assert.False(ranking.Forget(Users + 2, 1));
            Assert.False(training.IsCompleted);
        }
        finally
        {
            goOn.Set();
            await training;
        }

        WeightlessRankingRecommender afterwards = Created();
        afterwards.Fit(Ratings);
        Change(afterwards);
        Assert.Equal(afterwards.RatingCount, ranking.RatingCount);
        Assert.Equal(ObservedState.Of(afterwards, Users + 2), ObservedState.Of(ranking, Users + 2));

        void Change(WeightlessRankingRecommender changed)
        {
            changed.Learn(new Rating(Users, 3, 5));
            changed.Learn(new Rating(Users, 4, 2));
            changed.Learn(new Rating(Users, 3, 4));
            changed.Learn(new Rating(Users + 1, 7, 5));
            changed.Forget(known.User, known.Item);
            changed.ForgetUser(5);
            changed.Learn(new Rating(5, 9, 3));
            changed.ForgetUser(Users + 1);
        }
    }

    [Fact]
    public async Task What_is_forgotten_during_a_training_stays_forgotten_if_only_the_training_knew_it()
    {
        WeightlessRankingRecommender ranking = Created();
        using ManualResetEventSlim isTraining = new();
        using ManualResetEventSlim goOn = new();
        Task training = Task.Run(() => ranking.Fit(Ratings, new CallOnce(() =>
        {
            isTraining.Set();
            goOn.Wait();
        })));
        isTraining.Wait();
        Assert.False(ranking.Forget(Ratings[0].User, Ratings[0].Item));
        Assert.Equal(0, ranking.ForgetUser(7));
        goOn.Set();
        await training;

        Assert.False(ranking.Forget(Ratings[0].User, Ratings[0].Item));
        Assert.Equal(0, ranking.ForgetUser(7));
        Assert.Equal(Ratings.Count(rating => rating.User != 7) - 1, ranking.RatingCount);
    }

    [Fact]
    public void A_canceled_training_keeps_what_was_learned_meanwhile()
    {
        WeightlessRankingRecommender ranking = Created();
        using CancellationTokenSource cancellation = new();

        Assert.ThrowsAny<OperationCanceledException>(() => ranking.Fit(
            Ratings,
            new CallOnce(() =>
            {
                ranking.Learn(new Rating(1, 2, 5));
                cancellation.Cancel();
            }),
            cancellation.Token));

        Assert.Equal(1, ranking.RatingCount);
        Assert.True(ranking.Forget(1, 2));
    }

    private static WeightlessRankingRecommender Created() =>
        new(WeightlessRankingRecommenderTests.CatalogOf(Items), RatingScale.HalfStars, new WeightlessRankingOptions { Nodes = 16 });

    private sealed class CallOnce(Action act) : IProgress<double>
    {
        private bool _called;

        public void Report(double value)
        {
            if (!_called)
            {
                _called = true;
                act();
            }
        }
    }
}
