using WeightlessNet.Bits;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Baselines;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Recommenders.Hybrid.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Serving;
using WeightlessNet.Tests.Recommenders.Weightless;
using Xunit;
using static WeightlessNet.Tests.Recommenders.Hybrid.HybridWorld;
using World = WeightlessNet.Tests.Recommenders.Weightless.WeightlessRecommenderWorld;

namespace WeightlessNet.Tests.Recommenders.Hybrid;

/// <summary>Trainings of the hybrid's central model concurrent with other calls.</summary>
public sealed class HybridTrainingTests
{
    [Fact]
    public async Task Other_calls_do_not_wait_for_a_training()
    {
        World world = World.Random(9);
        using ManualResetEventSlim begun = new();
        using ManualResetEventSlim end = new();
        HybridRecommender hybrid = new(
            world.Catalog, world.Scale, () => new WaitingRecommender(world.Items, world.Scale, begun, end));
        foreach (Rating rating in world.Ratings)
        {
            hybrid.Learn(rating);
        }

        Task training = Task.Factory.StartNew(
            () => hybrid.Refit(), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Assert.True(begun.Wait(TimeSpan.FromMinutes(1)));
        hybrid.Learn(new Rating(world.Users, 0, world.Scale.Maximum));
        Assert.InRange(hybrid.Predict(world.Users, 1), world.Scale.Minimum, world.Scale.Maximum);
        hybrid.Replace(CentralModel.FromPretrained(new ConstantRecommender(world.Items, world.Scale, world.Scale.Minimum)));
        Assert.False(training.IsCompleted);
        end.Set();
        await training;

        Assert.NotNull(hybrid.Central?.HeldOut);
        Assert.Equal(world.Ratings.Length + 1, hybrid.RatingCount);
    }

    [Fact]
    public async Task What_is_learned_and_forgotten_during_a_fit_is_not_lost()
    {
        World world = World.Random(9);
        using ManualResetEventSlim begun = new();
        using ManualResetEventSlim end = new();
        HybridRecommender Create() => new(
            world.Catalog, world.Scale, () => new WaitingRecommender(world.Items, world.Scale, begun, end));
        Rating[] fitted = SomeRatingsOf(world, 3);
        PersonalRatings imported = Taught(world, world.Ratings).Export(world.Ratings[0].User);
        HybridRecommender hybrid = Create();
        hybrid.LearnAll(world.Ratings);
        hybrid.SetRecency(fitted[0].User, UserRecency.FollowDrift);
        Task fit = Task.Factory.StartNew(
            () => hybrid.Fit(fitted), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Assert.True(begun.Wait(TimeSpan.FromMinutes(1)));
        Assert.True(Change(hybrid));
        Assert.False(fit.IsCompleted);
        end.Set();
        await fit;

        HybridRecommender sequential = Create();
        sequential.Fit(fitted);
        Change(sequential);
        Assert.Equal(sequential.RatingCount, hybrid.RatingCount);
        Assert.Equal(UserRecency.AsConfigured, hybrid.RecencyOf(fitted[0].User));
        Assert.Equal(ObservedState.Of(sequential, world.Users + 1), ObservedState.Of(hybrid, world.Users + 1));

        bool Change(HybridRecommender changed)
        {
            changed.Learn(new Rating(world.Users, 0, world.Scale.Maximum));
            changed.Learn(new Rating(world.Users, 1, world.Scale.Minimum));
            changed.Forget(fitted[1].User, fitted[1].Item);
            changed.ForgetUser(fitted[0].User);
            changed.Import(world.Users + 1, imported);
            changed.Learn(fitted[2] with { Value = world.Scale.Minimum });
            return changed.Forget(world.Users, 0);
        }
    }

    [Fact]
    public async Task Concurrent_learning_forgetting_reading_and_replacing_end_in_the_sequential_state()
    {
        const int Threads = 3;
        World world = World.Random(10) with { Users = 6, Ratings = [] };
        CentralModel[] centrals =
        [
            .. Enumerable.Range(0, 2).Select(seed => CentralOf(world, SomeRatingsOf(world, (ulong)seed))),
        ];
        HybridRecommender shared = Taught(world, []);
        long end = Environment.TickCount64 + 500;
        Task<Rating[]>[] workers = [.. Enumerable.Range(0, Threads).Select(thread => Task.Factory.StartNew(
            () => Work(thread), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        int replaced = 0;
        while (Environment.TickCount64 < end)
        {
            shared.Replace(centrals[replaced++ % 2]);
            await Task.Yield();
        }

        Rating[] kept = [.. (await Task.WhenAll(workers)).SelectMany(ratings => ratings)];
        shared.Replace(centrals[0]);
        HybridRecommender expected = Taught(world, kept);
        expected.Replace(centrals[0]);
        Assert.NotEmpty(kept);
        AssertSame(world, expected, shared);

        Rating[] Work(int thread)
        {
            Dictionary<(int, int), Rating> own = [];
            SplitMix64 random = new((ulong)thread);
            while (Environment.TickCount64 < end)
            {
                Rating rating = new(
                    thread + (Threads * random.Next(2)), random.Next(world.Items), world.RandomValue(ref random), random.Next(50));
                if (random.Next(3) == 0)
                {
                    Assert.Equal(own.Remove((rating.User, rating.Item)), shared.Forget(rating.User, rating.Item));
                }
                else
                {
                    shared.Learn(rating);
                    own[(rating.User, rating.Item)] = rating;
                }

                world.ReadSomething(shared, ref random);
            }

            return [.. own.Values];
        }
    }

    [Fact]
    public async Task A_user_forgotten_while_networks_are_replaced_no_longer_follows_drift()
    {
        const int Users = 20_000;
        World world = World.Random(15);
        using ManualResetEventSlim trained = new();
        HybridRecommender hybrid = new(world.Catalog, world.Scale, () => new BiasRecommender(world.Items, world.Scale));
        for (int user = 0; user < Users; user++)
        {
            hybrid.SetRecency(user, UserRecency.FollowDrift);
        }

        Task forgetting = Task.Factory.StartNew(
            () =>
            {
                Assert.True(trained.Wait(TimeSpan.FromMinutes(1)));
                for (int user = 0; user < Users; user++)
                {
                    hybrid.ForgetUser(user);
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        hybrid.Fit([], new Announcement(trained));
        await forgetting;

        Assert.DoesNotContain(Enumerable.Range(0, Users), user => hybrid.RecencyOf(user) == UserRecency.FollowDrift);
    }

    [Fact]
    public async Task What_is_forgotten_during_a_fit_stays_forgotten()
    {
        World world = World.Random(18) with { Scale = RatingScale.Stars };
        using ManualResetEventSlim begun = new();
        using ManualResetEventSlim end = new();
        HybridRecommender hybrid = new(
            world.Catalog, world.Scale, () => new WaitingRecommender(world.Items, world.Scale, begun, end));
        Rating[] ratings = SomeRatings.OfTwoTastes(3, world.Items, 1, 8);
        Array.ForEach(ratings, rating => hybrid.Learn(rating));
        Task training = Task.Factory.StartNew(
            () => hybrid.Fit(ratings), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Assert.True(begun.Wait(TimeSpan.FromMinutes(1)));
        Assert.True(hybrid.Forget(0, 1));
        Assert.Equal(world.Items, hybrid.ForgetUser(2));
        end.Set();
        await training;

        Assert.Equal((2 * world.Items) - 1, hybrid.RatingCount);
        Assert.False(hybrid.Forget(0, 1));
        Assert.Equal(0, hybrid.ForgetUser(2));
        hybrid.Fit(ratings);
        Assert.Equal(ratings.Length, hybrid.RatingCount);
    }

    [Fact]
    public void A_refit_that_fails_is_not_repeated_with_every_further_rating()
    {
        World world = World.Random(11) with { Scale = RatingScale.Stars };
        int attempts = 0;
        HybridRecommender hybrid = new(
            world.Catalog,
            world.Scale,
            () =>
            {
                attempts++;
                return null!;
            },
            new HybridOptions { RefitGrowth = 0.5, Personal = Regression(world) });
        int failed = 0;
        for (int rating = 0; hybrid.RatingCount < 1600; rating++)
        {
            try
            {
                hybrid.Learn(new Rating(rating / world.Items, rating % world.Items, 3));
            }
            catch (InvalidOperationException)
            {
                failed++;
            }
        }

        Assert.Equal((2, 2), (failed, attempts));
    }

    [Fact]
    public void With_refit_growth_learning_refits_the_central_model_after_enough_ratings()
    {
        World world = World.Random(11) with { Scale = RatingScale.Stars };
        HybridRecommender hybrid = new(
            world.Catalog,
            world.Scale,
            () => new BiasRecommender(world.Items, world.Scale),
            new HybridOptions { RefitGrowth = 0.5, Personal = Regression(world) });
        List<int> fittedAt = [];
        CentralModel? last = null;
        for (int user = 0; hybrid.RatingCount < 2600; user++)
        {
            for (int item = 0; item < world.Items; item++)
            {
                hybrid.Learn(new Rating(user, item, 1 + ((user + item) % 5)));
                if (hybrid.Central != last)
                {
                    last = hybrid.Central;
                    fittedAt.Add(hybrid.RatingCount);
                }
            }
        }

        Assert.Equal([1000, 1500, 2250], fittedAt);
    }

    [Fact]
    public void With_few_held_out_users_a_refit_learns_from_single_ratings()
    {
        const int Users = 3;
        World world = World.Random(16) with { Scale = RatingScale.Stars, Users = Users };
        HybridRecommender hybrid = new(
            world.Catalog,
            world.Scale,
            () => CreateCentral(world),
            new HybridOptions { Personal = Regression(world), Fitting = new CentralModelOptions { Seed = SeedThatHoldsOutNobody() } });
        for (int user = 0; user < Users; user++)
        {
            for (int item = 0; item < world.Items; item++)
            {
                hybrid.Learn(new Rating(user, item, 1 + ((user + (3 * item)) % 5), 1 + item));
            }
        }

        hybrid.Refit();

        Assert.NotNull(hybrid.Central?.HeldOut);
        Assert.All(hybrid.Calibration, group => Assert.InRange(group.With, 0.001, 4));
        Assert.NotEmpty(hybrid.Calibration);

        static HeldOutStream Stream(ulong seed) => new(seed, new RatingLog(RatingScale.Stars), canRotate: false);

        static ulong SeedThatHoldsOutNobody()
        {
            ulong seed = 1;
            while (Enumerable.Range(0, Users).Any(user => Stream(seed).IsHeldOut(0, user)))
            {
                seed++;
            }

            return seed;
        }
    }

    [Fact]
    public void Without_a_held_out_rating_nothing_is_reported_as_learned()
    {
        World world = World.Random(17);
        HybridRecommender hybrid = Taught(world, []);
        hybrid.Fit([]);

        Assert.NotNull(hybrid.Central);
        Assert.Empty(hybrid.Calibration);
    }

    [Fact]
    public void A_failed_training_changes_nothing()
    {
        World world = World.Random(12);
        bool willing = true;
        HybridRecommender hybrid = new(
            world.Catalog, world.Scale, () => willing ? new BiasRecommender(world.Items, world.Scale) : null!);
        hybrid.Fit(world.Ratings);
        var expected = world.Answers(hybrid);
        using CancellationTokenSource canceled = new();
        canceled.Cancel();

        Assert.Throws<ArgumentOutOfRangeException>(() => hybrid.Fit([new Rating(0, 0, world.Scale.Maximum), new Rating(-1, 0, 1)]));
        Assert.ThrowsAny<OperationCanceledException>(() => hybrid.Fit([], null, canceled.Token));
        Assert.ThrowsAny<OperationCanceledException>(() => hybrid.Refit(null, canceled.Token));
        willing = false;
        Assert.Throws<InvalidOperationException>(() => hybrid.Fit([]));
        Assert.Throws<InvalidOperationException>(() => hybrid.Refit());
        World.AssertSame(expected, world.Answers(hybrid));
    }

    private static Rating[] SomeRatingsOf(World world, ulong seed)
    {
        SplitMix64 random = new(seed);
        return [.. Enumerable.Range(0, 100).Select(_ =>
            new Rating(random.Next(world.Users), random.Next(world.Items), world.RandomValue(ref random)))];
    }

    private sealed class Announcement(ManualResetEventSlim trained) : IProgress<double>
    {
        public void Report(double value)
        {
            if (value >= 1)
            {
                trained.Set();
            }
        }
    }

    private sealed class WaitingRecommender(int itemCount, RatingScale scale, ManualResetEventSlim begun, ManualResetEventSlim end)
        : IBatchRecommender
    {
        public int ItemCount => itemCount;

        public RatingScale Scale => scale;

        public void Fit(ReadOnlySpan<Rating> ratings, IProgress<double>? progress, CancellationToken cancellationToken)
        {
            begun.Set();
            end.Wait(TimeSpan.FromMinutes(1), cancellationToken);
        }

        public void Learn(in Rating rating)
        {
        }

        public double Predict(int user, int item) => scale.Maximum;

        public int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded) => 0;
    }
}
