using WeightlessNet.Orleans.Grains;
using WeightlessNet.Orleans.Grains.Internals;
using WeightlessNet.Orleans.Storage;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Recommenders.Weightless;

namespace WeightlessNet.Orleans.Tests.Grains;

/// <summary>What is stored of a user.</summary>
public sealed class UserStateTests
{
    private static readonly CrowdModel Crowd = CrowdModel.From(FilmWorld.Untaught());

    [Fact]
    public void A_hundred_ratings_and_the_remembered_operations_take_less_than_a_kilobyte()
    {
        // Ids far from each other, as in a catalog of 30,000 items, and any times in five years.
        var crowd = CrowdModel.From(new WeightlessRecommender(FilmWorld.CatalogOf(30_000), RatingScale.HalfStars));
        Random random = new(4);
        UserState state = UserState.Empty(crowd);
        int entries = 0;
        while (state.Ratings.Ratings.Length < 100)
        {
            RatedItem rated = new(random.Next(30_000), 0.5f * (1 + random.Next(10)), 1_600_000_000 + random.Next(5 * 365 * 86_400));
            var change = UserChange.Learn(Guid.NewGuid(), rated);
            entries = Math.Max(entries, change.ToEntry().Length);
            state = state.With(change, crowd)!;
        }

        Assert.Equal(IUserGrain.RememberedOperations, state.Operations.Count);
        Assert.InRange(state.ToSnapshot().Length, 100, 1023);
        Assert.InRange(entries, 1, 24);
    }

    [Fact]
    public void Snapshots_and_entries_give_the_state_back()
    {
        Random random = new(5);
        UserState state = UserState.Empty(Crowd);
        List<ReadOnlyMemory<byte>> entries = [];
        ReadOnlyMemory<byte>? snapshot = null;
        for (int i = 0; i < 60; i++)
        {
            UserChange change = random.Next(4) switch
            {
                0 => UserChange.Of(UserChangeKind.Tune, Guid.NewGuid(), TuningControl.Pin(random.Next(FilmWorld.Items))),
                1 when state.Controls.Count > 0 => UserChange.Of(UserChangeKind.Untune, Guid.NewGuid(), state.Controls[0]),
                _ => UserChange.Learn(Guid.NewGuid(), FilmWorld.Rated(random) with { Timestamp = random.NextInt64() }),
            };
            state = state.With(change, Crowd)!;
            if (change.Forgets || random.Next(8) == 0)
            {
                (snapshot, entries) = (state.ToSnapshot(), []);
            }
            else
            {
                entries.Add(change.ToEntry());
            }

            var loaded = UserState.Of(new StoredUser(i + 1, snapshot, entries, 0), Crowd);
            Assert.Equal(state.ToSnapshot(), loaded.ToSnapshot());
            Assert.Equal(state.Operations, loaded.Operations);
            Assert.Equal(state.Controls, loaded.Controls);
        }
    }

    [Fact]
    public void What_forgets_is_no_entry_and_entries_of_earlier_versions_stay_readable()
    {
        UserChange untune = UserChange.Of(UserChangeKind.Untune, Guid.NewGuid(), TuningControl.Pin(1));
        UserChange tune = UserChange.Of(UserChangeKind.Tune, Guid.NewGuid(), TuningControl.Pin(1));
        Assert.Throws<InvalidOperationException>(() => untune.ToEntry());
        byte[] entry = tune.ToEntry();
        entry[0] = (byte)UserChangeKind.Untune;
        var state = UserState.Of(new StoredUser(2, null, [tune.ToEntry(), entry], 0), Crowd);
        Assert.Empty(state.Controls);
    }

    [Fact]
    public void Damaged_bytes_are_refused_as_such()
    {
        UserState state = UserState.Empty(Crowd)
            .With(UserChange.Learn(Guid.NewGuid(), new RatedItem(1, 4, 9)), Crowd)!
            .With(UserChange.Of(UserChangeKind.Tune, Guid.NewGuid(), TuningControl.Mute("genre", "genre 1")), Crowd)!;
        byte[] snapshot = state.ToSnapshot();
        for (int length = 0; length < snapshot.Length; length++)
        {
            StoredUser cut = new(1, snapshot.AsMemory(0, length), [], 0);
            Assert.Throws<InvalidDataException>(() => UserState.Of(cut, Crowd));
        }

        foreach (byte[] entry in (byte[][])
        [
            UserChange.Learn(Guid.NewGuid(), new RatedItem(1, 4, 9)).ToEntry(),
            UserChange.Of(UserChangeKind.Tune, Guid.NewGuid(), TuningControl.Pin(1)).ToEntry(),
        ])
        {
            for (int length = 0; length < entry.Length; length++)
            {
                StoredUser cut = new(1, null, [entry.AsMemory(0, length)], 0);
                Assert.Throws<InvalidDataException>(() => UserState.Of(cut, Crowd));
            }

            Assert.Throws<InvalidDataException>(() => UserChange.FromEntry((byte[])[.. entry, 0]));
            Assert.Throws<InvalidDataException>(() => UserChange.FromEntry((byte[])[9, .. entry.AsSpan(1)]));
        }

        InvalidDataException later = Assert.Throws<InvalidDataException>(
            () => UserState.Of(new StoredUser(1, (byte[])[2, .. snapshot.AsSpan(1)], [], 0), Crowd));
        Assert.Contains("layout 2", later.Message, StringComparison.Ordinal);
    }
}
