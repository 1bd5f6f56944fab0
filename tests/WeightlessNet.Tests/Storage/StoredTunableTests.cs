using System.Buffers;
using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Baselines;
using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Recommenders.Tuning;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Storage;
using Xunit;

namespace WeightlessNet.Tests.Storage;

/// <summary>Snapshots of tunable recommenders: what they hold, and well-formed bytes that none of them writes.</summary>
public sealed class StoredTunableTests
{
    private const int Items = 9;

    private static readonly ItemCatalog Catalog = CatalogOf(Items);

    private static readonly TuningControl Boost = TuningControl.Boost("kind", "k1", 0.5);

    [Fact]
    public void Ids_the_recency_of_the_application_and_controls_survive()
    {
        TunableRecommender saved = new(new WeightlessRecommender(Catalog, RatingScale.Stars), Catalog);
        saved.Apply(3, TuningControl.Ban(1));
        int recent = saved.Apply(3, TuningControl.WeighRecent());
        saved.Apply(3, Boost);
        saved.Undo(3);
        saved.Apply(5, Boost);
        saved.Undo(5);

        TunableRecommender loaded = Load(SnapshotCase.Save(saved));

        Assert.Equal([3], loaded.TunedUsers);
        Assert.Equal(6, loaded.UserIdBound);
        Assert.Equal(saved.ControlsOf(3), loaded.ControlsOf(3));
        Assert.Equal(4, loaded.Apply(3, Boost));
        Assert.Equal(2, loaded.Apply(5, Boost));
        Assert.Equal(UserRecency.FollowDrift, loaded.RecencyOf(3));
        Assert.True(loaded.Remove(3, recent));
        Assert.Equal(UserRecency.AsConfigured, loaded.RecencyOf(3));
    }

    [Fact]
    public void Only_the_library_s_own_inner_recommenders_are_stored()
    {
        WeightlessRecommender inner = new(Catalog, RatingScale.Stars);
        TunableRecommender around = new(inner, Catalog);
        foreach (ICounterfactualRecommender other in (ICounterfactualRecommender[])[new Decorator(inner), around])
        {
            using MemoryStream stream = new();
            NotSupportedException refused = Assert.Throws<NotSupportedException>(() => new TunableRecommender(other, Catalog).Save(stream));
            Assert.Contains(other.GetType().Name, refused.Message, StringComparison.Ordinal);
            Assert.Equal(0, stream.Length);
        }
    }

    [Fact]
    public async Task Questions_are_answered_while_a_snapshot_is_written_and_changes_wait()
    {
        TunableRecommender tunable = new(new WeightlessRecommender(CatalogOf(5000), RatingScale.Stars), CatalogOf(5000));
        tunable.Apply(0, Boost);
        using BlockedStream stream = new();
        Task saving = Task.Run(() => tunable.Save(stream));
        stream.Reached.Wait();

        Task<int> question = Task.Run(() => tunable.ControlsOf(0).Count);
        Assert.Same(question, await Task.WhenAny(question, Task.Delay(TimeSpan.FromSeconds(10))));
        Task change = Task.Run(() => tunable.Apply(0, Boost));
        await Task.Delay(50);
        Assert.False(change.IsCompleted);
        Assert.Single(tunable.ControlsOf(0));

        stream.Go.Set();
        await Task.WhenAll(saving, change);
        Assert.Equal(2, tunable.ControlsOf(0).Count);
        Assert.Single(Load(stream.ToArray()).ControlsOf(0));
    }

    private static readonly Dictionary<string, Action<SnapshotWriter>> Impossible = new()
    {
        { "an id above the highest", Controls(1, (2, Boost)) },
        { "more controls than ids", Controls(1, (1, Boost), (2, Boost)) },
        { "an unknown field", Controls(1, (1, TuningControl.Mute("color", "k1"))) },
        { "an unknown value", Controls(1, (1, TuningControl.Mute("kind", "k7"))) },
        { "a field without levels", Controls(1, (1, TuningControl.BoostByLevel("kind", 0.1))) },
        { "an unknown item", Controls(1, (1, TuningControl.Ban(Items))) },
        { "too large an amount", Controls(1, (1, TuningControl.Boost("kind", "k1", 5))) },
        { "an amount that is not a number", Controls(1, (1, TuningControl.Boost("kind", "k1", double.NaN))) },
        { "too many boosts", Controls(201, [.. Enumerable.Range(1, 201).Select(id => (id, Boost))]) },
        { "an unknown recency", writer => { Controls(1, (1, TuningControl.WeighRecent()))(writer); writer.Write((byte)2); } },
        { "no recency", Controls(1, (1, TuningControl.WeighRecent())) },
    };

    public static TheoryData<string> ImpossibleNames => [.. Impossible.Keys];

    [Fact]
    public void The_content_of_these_tests_is_a_recommender()
    {
        (int, TuningControl)[] most = [.. Enumerable.Range(1, 200).Select(id => (id, Boost))];
        Assert.Equal(200, Load(Saved(Controls(int.MaxValue, most))).ControlsOf(2).Count);
        Assert.Throws<InvalidOperationException>(() => Load(Saved(Controls(int.MaxValue))).Apply(2, Boost));
        Action<SnapshotWriter> recent = writer =>
        {
            Controls(1, (1, TuningControl.WeighRecent()))(writer);
            writer.Write((byte)1);
        };
        TunableRecommender loaded = Load(Saved(recent));
        loaded.Undo(2);
        Assert.Equal(UserRecency.FollowDrift, loaded.RecencyOf(2));
    }

    [Theory]
    [MemberData(nameof(ImpossibleNames))]
    public void Controls_that_no_user_can_have_are_refused(string what) => Refused(Saved(Impossible[what]), what);

    [Fact]
    public void Recommenders_that_cannot_be_are_refused()
    {
        WeightlessRecommender inner = new(Catalog, RatingScale.Stars);
        Action<SnapshotWriter> none = Controls(0);
        Assert.Equal(Items, Load(Saved(none, catalog: CatalogOf(Items - 1))).ItemCount);
        Refused(Saved(none, catalog: CatalogOf(Items + 1)), "more items than the inner recommender has");
        Refused(Saved(none, new TunableRecommender(inner, Catalog)), "an inner tunable recommender");
        Refused(Saved(none, new BiasRecommender(Items, RatingScale.Stars)), "an inner recommender of another kind");
        Refused(Saved(none, user: 1 << 26), "too high an id of a user");
        Action<SnapshotWriter> recent = writer =>
        {
            Controls(1, (1, TuningControl.WeighRecent()))(writer);
            writer.Write((byte)1);
        };
        Refused(Saved(recent, new WeightlessRankingRecommender(Catalog, RatingScale.Stars)), "recency that the ranking does not have");
    }

    [Fact]
    public void Controls_of_a_field_of_many_levels_share_them()
    {
        const int Levels = 20_000;
        int[] items = [.. Enumerable.Range(0, Items)];
        ItemCatalog wide = ItemCatalog.Create(
            new FeatureSchemaBuilder<int>().LinearThermometer("n", item => item, 0, Items, Levels).Fit(items), items);
        byte[] bytes = Saved(
            Controls(200, [.. Enumerable.Range(1, 200).Select(id => (id, TuningControl.BoostByLevel("n", 1e-5)))]), catalog: wide);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(200, Load(bytes).ControlsOf(2).Count);

        // Without sharing, the references to levels alone would take 32 MB.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (4 << 20) + (32L * bytes.Length));
    }

    private static ItemCatalog CatalogOf(int count)
    {
        int[] items = [.. Enumerable.Range(0, count)];
        FeatureSchemaBuilder<int> schema = new();
        return ItemCatalog.Create(
            schema.OneHot("kind", item => $"k{item % 3}").LinearThermometer("length", item => item % 9, 0, 9, 4).Fit(items), items);
    }

    private static Action<SnapshotWriter> Controls(int lastId, params (int Id, TuningControl Control)[] controls) => writer =>
    {
        writer.WriteCompact((ulong)lastId);
        writer.WriteCompact((ulong)controls.Length);
        int before = 0;
        foreach ((int id, TuningControl control) in controls)
        {
            writer.WriteCompact((ulong)(id - before - 1));
            TuningControls.WriteControl(writer, control);
            before = id;
        }
    };

    private static byte[] Saved(
        Action<SnapshotWriter> controls, ISnapshot? inner = null, ItemCatalog? catalog = null, int user = 2)
    {
        ArrayBufferWriter<byte> bytes = new();
        SnapshotWriter.Save(part => bytes.Write(part), writer =>
        {
            writer.BeginObject(SnapshotKind.TunableRecommender, 1);
            writer.WriteObject(inner ?? new WeightlessRecommender(Catalog, RatingScale.Stars));
            writer.WriteObject(catalog ?? Catalog);
            writer.WriteCompact((ulong)user);
            controls(writer);
        });
        return bytes.WrittenSpan.ToArray();
    }

    private static TunableRecommender Load(byte[] bytes) => Snapshot.Load<TunableRecommender>(new MemoryStream(bytes));

    private static void Refused(byte[] bytes, string what)
    {
        Exception? failure = Record.Exception(() => Load(bytes));
        Assert.True(failure is InvalidDataException, $"{what}: {failure?.ToString() ?? "accepted"}");
    }

    private sealed class Decorator(IRecommender inner) : DelegatingRecommender(inner);

    /// <summary>Waits with the second write until it may go on.</summary>
    private sealed class BlockedStream : MemoryStream
    {
        private int _writes;

        public ManualResetEventSlim Reached { get; } = new();

        public ManualResetEventSlim Go { get; } = new();

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (++_writes == 2)
            {
                Reached.Set();
                Go.Wait();
            }

            base.Write(buffer);
        }
    }
}
