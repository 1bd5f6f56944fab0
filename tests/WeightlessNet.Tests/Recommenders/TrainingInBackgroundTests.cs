using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.WeightedNetworks;
using WeightlessNet.Storage;
using Xunit;

namespace WeightlessNet.Tests.Recommenders;

/// <summary>Recommenders answer and learn while they are trained, and nothing that is learned meanwhile is lost.</summary>
public sealed class TrainingInBackgroundTests
{
    private const int Users = 20;
    private const int Items = 30;
    private const int NewUser = Users + 2;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly Rating[] Old = SomeRatings.OfTwoTastes(Users, Items, 0.3, 1);
    private static readonly Rating[] New = SomeRatings.OfTwoTastes(Users, Items, 0.5, 2);
    private static readonly Rating[] Meanwhile =
    [
        new(NewUser, 3, 5), new(0, 1, 2), new(NewUser, 3, 1), new(NewUser, 4, 4), new(New[0].User, New[0].Item, 3), new(5, 29, 5),
        new(6, 0, 4), new(7, 1, 1), new(8, 2, 5),
    ];

    public static TheoryData<string> Trained =>
    [
        nameof(MatrixFactorizationRecommender),
        nameof(ImplicitFactorizationRecommender),
        nameof(EaseRecommender),
        nameof(WeightedNetworkRecommender),
    ];

    [Theory, MemberData(nameof(Trained))]
    public async Task Calls_during_a_training_return_with_the_answers_of_the_old_model(string name)
    {
        IBatchRecommender recommender = Fitted(name, Old);
        IBatchRecommender twin = Fitted(name, Old);
        using HeldTraining training = new();
        Task fit = training.Start(recommender, New);

        await Task.Run(() => Learn(recommender, Meanwhile)).WaitAsync(Patience);
        Learn(twin, Meanwhile);
        List<double> seen = await Task.Run(() => ObservedState.Of(recommender, NewUser)).WaitAsync(Patience);

        Assert.False(fit.IsCompleted);
        Assert.Equal(ObservedState.Of(twin, NewUser), seen);
        Assert.Equal(Bytes(twin), await Task.Run(() => Bytes(recommender)).WaitAsync(Patience));
        Assert.Equal(NewUser + 1, recommender.GetRequired<IKnownUsersRecommender>().UserIdBound);
        training.Release();
        await fit.WaitAsync(Patience);
    }

    [Theory, MemberData(nameof(Trained))]
    public async Task What_is_learned_during_a_training_is_learned_by_the_new_model(string name)
    {
        IBatchRecommender recommender = Fitted(name, Old);
        using HeldTraining training = new();
        Task fit = training.Start(recommender, New);
        Learn(recommender, Meanwhile);
        training.Release();
        await fit.WaitAsync(Patience);

        IBatchRecommender sequential = Fitted(name, New);
        Learn(sequential, Meanwhile);
        AssertSame(sequential, recommender);

        // The ratings were kept for that training alone.
        recommender.Fit(Old);
        AssertSame(Fitted(name, Old), recommender);
    }

    [Theory, MemberData(nameof(Trained))]
    public async Task A_training_that_is_canceled_or_fails_leaves_the_model_and_what_it_learned(string name)
    {
        IBatchRecommender recommender = Fitted(name, Old);
        IBatchRecommender twin = Fitted(name, Old);
        using (HeldTraining canceled = new())
        {
            Task fit = canceled.Start(recommender, New);
            Learn(recommender, Meanwhile.AsSpan(..5));
            canceled.Cancel();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fit.WaitAsync(Patience));
        }

        Learn(twin, Meanwhile.AsSpan(..5));
        AssertSame(twin, recommender);
        Assert.Throws<TimeoutException>(() => recommender.Fit(New, new CalledBack(_ =>
        {
            Learn(recommender, Meanwhile.AsSpan(5..));
            throw new TimeoutException();
        })));
        Learn(twin, Meanwhile.AsSpan(5..));
        AssertSame(twin, recommender);

        recommender.Fit(New);
        AssertSame(Fitted(name, New), recommender);
    }

    [Theory, MemberData(nameof(Trained))]
    public async Task Trainings_take_turns_and_each_keeps_what_is_learned_after_its_call(string name)
    {
        IBatchRecommender recommender = Fitted(name, Old);
        using HeldTraining first = new();
        using HeldTraining second = new();
        Task firstFit = first.Start(recommender, Old);
        Learn(recommender, Meanwhile.AsSpan(..3));
        Task secondFit = second.Call(recommender, New);
        Learn(recommender, Meanwhile.AsSpan(3..6));
        Assert.False(second.HasBegun);
        first.Release();
        await firstFit.WaitAsync(Patience);
        second.AwaitBegin();
        Learn(recommender, Meanwhile.AsSpan(6..));

        IBatchRecommender sequential = Fitted(name, Old);
        Learn(sequential, Meanwhile);
        AssertSame(sequential, recommender);

        second.Release();
        await secondFit.WaitAsync(Patience);
        sequential = Fitted(name, New);
        Learn(sequential, Meanwhile.AsSpan(3..));
        AssertSame(sequential, recommender);
    }

    [Theory]
    [MemberData(nameof(Trained))]
    [InlineData(nameof(HybridRecommender))]
    [InlineData(nameof(WeightlessRankingRecommender))]
    public async Task A_thread_that_never_stops_learning_does_not_keep_a_training_from_ending(string name)
    {
        IBatchRecommender recommender = Fitted(name, Old);
        using HeldTraining training = new();
        using CancellationTokenSource stop = new();
        Task fit = training.Start(recommender, New);
        List<Rating> learned = [];
        Task learning = Task.Factory.StartNew(
            () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    // Nothing is rated twice, or a later rating would hide that an earlier one is lost.
                    (int user, int item) = Math.DivRem(learned.Count, Items);
                    learned.Add(SomeRatings.From((uint)learned.Count) with { User = user, Item = item });
                    recommender.Learn(learned[^1]);
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        try
        {
            Assert.True(SpinWait.SpinUntil(() => learned.Count > 500, Patience));
            training.Release();
            await fit.WaitAsync(Patience);
        }
        finally
        {
            // Also after a failure: a thread that goes on learning would disturb the tests that follow.
            await stop.CancelAsync();
            await learning.WaitAsync(Patience);
        }

        // Answers to the thread that made the latest change have all changes before it.
        learned.Add(Meanwhile[0]);
        recommender.Learn(learned[^1]);
        IBatchRecommender sequential = Fitted(name, New);
        Learn(sequential, [.. learned]);
        AssertSame(sequential, recommender);
    }

    [Fact]
    public void No_model_with_a_training_forgets_because_a_training_only_keeps_what_is_learned_meanwhile()
    {
        Type[] types = typeof(IBatchModel).Assembly.GetTypes();

        Assert.Contains(types, type => type.IsClass && type.IsAssignableTo(typeof(IBatchModel)));
        Assert.DoesNotContain(types, type => type.IsAssignableTo(typeof(IBatchModel)) && type.IsAssignableTo(typeof(IForgettingModel)));
    }

    private static IBatchRecommender Fitted(string name, Rating[] ratings)
    {
        var recommender = (IBatchRecommender)RecommenderCases.Create(name, Items, RatingScale.HalfStars);
        recommender.Fit(ratings);
        return recommender;
    }

    private static void Learn(IRecommender recommender, ReadOnlySpan<Rating> ratings)
    {
        foreach (ref readonly Rating rating in ratings)
        {
            recommender.Learn(rating);
        }
    }

    private static void AssertSame(IBatchRecommender expected, IBatchRecommender actual)
    {
        Assert.Equal(ObservedState.Of(expected, NewUser), ObservedState.Of(actual, NewUser));
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

    // A training that waits in its first report of progress.
    private sealed class HeldTraining : IProgress<double>, IDisposable
    {
        private readonly ManualResetEventSlim _begun = new();
        private readonly ManualResetEventSlim _released = new();
        private readonly CancellationTokenSource _canceled = new();

        public bool HasBegun => _begun.IsSet;

        public Task Start(IBatchRecommender recommender, Rating[] ratings)
        {
            Task fit = Call(recommender, ratings);
            AwaitBegin();
            return fit;
        }

        public Task Call(IBatchRecommender recommender, Rating[] ratings)
        {
            Thread? caller = null;
            Task fit = Task.Factory.StartNew(
                () =>
                {
                    Volatile.Write(ref caller, Thread.CurrentThread);
                    recommender.Fit(ratings, this, _canceled.Token);
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default);

            // A thread that waits for another training, or for its release, has called.
            Assert.True(SpinWait.SpinUntil(
                () => Volatile.Read(ref caller) is { } thread && (HasBegun || thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin)),
                Patience));
            return fit;
        }

        public void AwaitBegin() => Assert.True(_begun.Wait(Patience));

        public void Release() => _released.Set();

        public void Cancel()
        {
            _canceled.Cancel();
            Release();
        }

        public void Report(double value)
        {
            _begun.Set();
            _released.Wait(Patience);
            _canceled.Token.ThrowIfCancellationRequested();
        }

        public void Dispose()
        {
            _released.Set();
            _released.Dispose();
            _begun.Dispose();
            _canceled.Dispose();
        }
    }
}
