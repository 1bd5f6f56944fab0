using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Baselines;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Recommenders.WeightedNetworks;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Storage;
using Xunit;

namespace WeightlessNet.Tests.Recommenders;

/// <summary>Recommenders learn, forget and answer while a save waits for its stream. The save has what they had when it began.</summary>
public sealed class SaveInBackgroundTests
{
    private const int Users = 1500;
    private const int Items = 30;
    private const int NewUser = Users + 5000;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    // Two of them cannot be packed.
    private static readonly Rating[] Ratings =
    [
        .. SomeRatings.OfTwoTastes(Users, Items, 0.2, 1), new(3, 7, 1.37f), new(Users - 1, 8, 4, -1),
    ];

    private static readonly Rating[] Meanwhile =
    [
        new(NewUser, 3, 5), new(0, 1, 2), new(3, 7, 2), new(3, 8, 1.21f), new(NewUser, 4, 4), new(Users - 1, 8, 2), new(1024, 29, 5),
        new(6, 0, 4), new(6, 0, 1), new(1023, 2, 5),
    ];

    public static TheoryData<string> Saved =>
    [
        nameof(BiasRecommender),
        nameof(ItemNeighborRecommender),
        nameof(UserNeighborRecommender),
        nameof(WeightlessRecommender),
        nameof(MatrixFactorizationRecommender),
        nameof(ImplicitFactorizationRecommender),
        nameof(EaseRecommender),
        nameof(WeightedNetworkRecommender),
        nameof(HybridRecommender),
        nameof(WeightlessRankingRecommender),
    ];

    [Theory, MemberData(nameof(Saved))]
    public async Task Calls_return_while_a_save_waits_and_the_save_has_none_of_their_changes(string name)
    {
        IRecommender recommender = Taught(name);
        byte[] before = Bytes(recommender);
        using HeldStream stream = new();
        Task save = Task.Factory.StartNew(
            () => ((ISnapshot)recommender).Save(stream), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        stream.AwaitBegin();

        await Task.Run(() => Change(recommender)).WaitAsync(Patience);
        Assert.False(save.IsCompleted);
        stream.Release();
        await save.WaitAsync(Patience);

        Assert.Equal(before, stream.ToArray());
        IRecommender twin = Taught(name);
        Change(twin);
        Assert.Equal(Bytes(twin), Bytes(recommender));
        Change(recommender);
        Change(twin);
        Assert.Equal(Bytes(twin), Bytes(recommender));
    }

    private static void Change(IRecommender recommender)
    {
        foreach (Rating rating in Meanwhile)
        {
            recommender.Learn(rating);
        }

        if (recommender is IForgettingRecommender forgetting)
        {
            forgetting.Forget(5, Ratings.First(rating => rating.User == 5).Item);
            forgetting.ForgetUser(9);
            forgetting.ForgetUser(Users - 1);
        }

        recommender.Predict(7, 3);
        recommender.Recommend(8, new ScoredItem[3]);
    }

    private static IRecommender Taught(string name)
    {
        IRecommender recommender = RecommenderCases.Create(name, Items, RatingScale.HalfStars);
        foreach (Rating rating in Ratings)
        {
            if (name != nameof(MatrixFactorizationRecommender) || rating.User % 20 == 0)
            {
                recommender.Learn(rating);
            }
        }

        return recommender;
    }

    private static byte[] Bytes(IRecommender recommender)
    {
        using MemoryStream stream = new();
        ((ISnapshot)recommender).Save(stream);
        return stream.ToArray();
    }

    // A stream whose first long write waits: a hybrid writes the head before the ratings are those of the snapshot.
    private sealed class HeldStream : MemoryStream
    {
        private readonly ManualResetEventSlim _begun = new();
        private readonly ManualResetEventSlim _released = new();

        public void AwaitBegin() => Assert.True(_begun.Wait(Patience));

        public void Release() => _released.Set();

        public override void Write(byte[] buffer, int offset, int count)
        {
            Hold(count);
            base.Write(buffer, offset, count);
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            Hold(buffer.Length);
            base.Write(buffer);
        }

        protected override void Dispose(bool disposing)
        {
            _released.Set();
            base.Dispose(disposing);
        }

        private void Hold(int length)
        {
            if (length > 1000)
            {
                _begun.Set();
                _released.Wait(Patience);
            }
        }
    }
}
