using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Serving.Internals;
using WeightlessNet.Storage;
using Xunit;

namespace WeightlessNet.Tests.Serving;

public sealed class SalvagedChangesTests
{
    [Fact]
    public void The_keys_of_a_checkpoint_of_a_newer_library_are_not_guessed()
    {
        using MemoryStream content = new();
        SnapshotWriter.Save(content.Write, writer =>
        {
            writer.BeginObject(SnapshotKind.RecommenderCheckpoint, CheckpointLayout.Newest + 1);
            writer.Write(4ul);
        });
        content.Position = 0;
        InvalidDataException newer = Assert.Throws<InvalidDataException>(() => new SalvagedChanges().ReadCheckpoint(content));
        Assert.Contains("a newer one needs a newer library", newer.Message);
        content.Position = 0;
        Assert.False(new SalvagedChanges().TryReadKeys(content));
    }

    [Fact]
    public void A_user_who_came_while_the_checkpoint_was_written_is_kept()
    {
        // The id 1 was given when the keys were written, but the key was not stored yet.
        SalvagedChanges changes = With(nextUser: 2, [(0, "ada")], "a");
        AssertKept(changes, Change.OfUser(1, "bob"));
        AssertKept(changes, Change.Learn(new Rating(1, 0, 4)));
        AssertKept(changes, Change.Learn(new Rating(0, 0, 4)));
        Assert.Equal(0, changes.DroppedCount);
    }

    [Fact]
    public void A_user_who_was_forgotten_while_the_checkpoint_was_written_is_no_loss()
    {
        SalvagedChanges changes = With(nextUser: 2, [(0, "ada")], "a");
        AssertDropped(changes, Change.Learn(new Rating(1, 0, 4)));
        Assert.Equal(1, changes.DroppedCount);
        AssertDropped(changes, Change.Forget(1, 0));
        AssertDropped(changes, Change.Of(ChangeKind.ForgetUser, 1));
        Assert.Equal(0, changes.DroppedCount);
        Assert.False(changes.HasRewritten);
    }

    [Fact]
    public void A_forgotten_user_above_all_others_keeps_the_id_from_being_given_again()
    {
        SalvagedChanges changes = With(nextUser: 2, [(0, "ada")], "a");
        AssertKept(changes, Change.Of(ChangeKind.ForgetUser, 5));
        AssertDropped(changes, Change.Of(ChangeKind.ForgetUser, 5));
        AssertDropped(changes, Change.Of(ChangeKind.ForgetUser, 4));
        AssertKept(changes, Change.OfUser(6, "bob"));
        AssertDropped(changes, Change.Of(ChangeKind.ForgetUser, 5));
        AssertKept(changes, Change.Of(ChangeKind.ForgetUser, 6));
        Assert.Equal(0, changes.DroppedCount);
    }

    [Fact]
    public void A_total_that_a_forgotten_event_has_left_is_a_loss()
    {
        SalvagedChanges changes = With(nextUser: 1, [(0, "ada")], "a");
        AssertDropped(changes, Change.Of(ChangeKind.ForgetEvent, new Rating(1, 0, 0)));
        AssertDropped(changes, Change.Of(ChangeKind.Event, new Rating(1, 0, 0)));
        AssertDropped(changes, Change.Of(ChangeKind.ForgetEvent, new Rating(0, 3, 0)));
        Assert.Equal(0, changes.DroppedCount);
        AssertDropped(changes, Change.Of(ChangeKind.ForgetEvent, new Rating(1, 0, 2)));
        AssertDropped(changes, Change.Of(ChangeKind.ForgetEvent, new Rating(0, 3, 2)));
        AssertKept(changes, Change.Of(ChangeKind.ForgetEvent, new Rating(0, 0, 2)));
        Assert.Equal(2, changes.DroppedCount);
    }

    [Fact]
    public void A_forgotten_user_has_no_changes_any_more()
    {
        SalvagedChanges changes = With(nextUser: 1, [(0, "ada")], "a");
        AssertKept(changes, Change.Of(ChangeKind.ForgetUser, 0));
        AssertDropped(changes, Change.Learn(new Rating(0, 0, 4)));
        AssertDropped(changes, Change.OfControls(0, TuningControls.Write([])));
        AssertDropped(changes, Change.Of(ChangeKind.ForgetRatings, 0));
        Assert.Equal(2, changes.DroppedCount);
    }

    [Fact]
    public void Items_after_a_missing_one_get_the_next_ids()
    {
        SalvagedChanges changes = With(nextUser: 1, [(0, "ada")], "a", "b");
        AssertKept(changes, Change.OfItem(1, "b"));
        Assert.False(changes.HasRewritten);
        AssertRewritten(changes, Change.OfItem(3, "d"), Change.OfItem(2, "d"));
        AssertRewritten(changes, Change.OfItem(4, "e"), Change.OfItem(3, "e"));
        AssertRewritten(changes, Change.Learn(new Rating(0, 3, 4, 9)), Change.Learn(new Rating(0, 2, 4, 9)));
        AssertRewritten(changes, Change.Forget(0, 4), Change.Forget(0, 3));
        AssertKept(changes, Change.Forget(0, 1));
        AssertDropped(changes, Change.Learn(new Rating(0, 2, 4)));
        AssertRewritten(
            changes,
            Change.OfControls(0, TuningControls.Write([TuningControl.Pin(4), TuningControl.Ban(2), TuningControl.WeighRecent()])),
            Change.OfControls(0, TuningControls.Write([TuningControl.Pin(3), TuningControl.WeighRecent()])));
        Assert.Equal(2, changes.DroppedCount);
    }

    [Fact]
    public void An_id_that_was_given_twice_belongs_to_the_item_that_got_it_last()
    {
        SalvagedChanges changes = With(nextUser: 1, [(0, "ada")], "a");
        AssertKept(changes, Change.OfItem(1, "x"));
        AssertRewritten(changes, Change.OfItem(1, "y"), Change.OfItem(2, "y"));
        AssertRewritten(changes, Change.Learn(new Rating(0, 1, 4)), Change.Learn(new Rating(0, 2, 4)));
        AssertRewritten(changes, Change.OfItem(2, "x"), Change.OfItem(1, "x"));
        AssertRewritten(changes, Change.Learn(new Rating(0, 2, 3)), Change.Learn(new Rating(0, 1, 3)));
    }

    [Fact]
    public void A_description_of_a_known_user_is_kept_and_one_of_an_unknown_user_is_a_loss()
    {
        byte[] known = UserDescription.Of([new("age", 34), new("country", "DE")]).Write();
        SalvagedChanges changes = With(nextUser: 2, [(0, "ada")], "a");
        AssertKept(changes, Change.OfDescription(0, known));
        AssertKept(changes, Change.OfDescription(0, []));
        AssertDropped(changes, Change.OfDescription(1, []));
        Assert.Equal(0, changes.DroppedCount);
        AssertDropped(changes, Change.OfDescription(1, known));
        Assert.Equal(1, changes.DroppedCount);
        AssertDropped(changes, Change.OfDescription(0, known[..^1]));
        Assert.Equal(2, changes.DroppedCount);
    }

    [Fact]
    public void What_is_no_change_is_dropped()
    {
        SalvagedChanges changes = With(nextUser: 1, [(0, "ada")], "a");
        Assert.True(changes.Sift([99, 0, 0, 0, 0]).IsEmpty);
        Assert.Equal(1, changes.DroppedCount);
    }

    private static SalvagedChanges With(int nextUser, (int Id, string Key)[] users, params string[] items)
    {
        using MemoryStream content = new();
        SnapshotWriter.Save(part => content.Write(part), writer =>
        {
            writer.BeginObject(SnapshotKind.RecommenderCheckpoint, 2);
            RatingScale.HalfStars.WriteTo(writer);
            writer.WriteCompact((ulong)items.Length);
            Array.ForEach(items, writer.Write);
            writer.WriteCompact((ulong)nextUser);
            writer.WriteCompact((ulong)users.Length);
            foreach ((int id, string key) in users)
            {
                writer.WriteCompact((ulong)id);
                writer.Write(key);
            }

            writer.WriteChecksum();
            writer.Write((byte)0);
        });
        content.Position = 0;
        SalvagedChanges changes = new();
        changes.ReadCheckpoint(content);
        return changes;
    }

    private static void AssertKept(SalvagedChanges changes, Change change) => AssertRewritten(changes, change, change);

    private static void AssertRewritten(SalvagedChanges changes, Change change, Change expected) =>
        Assert.Equal(BytesOf(expected), changes.Sift(BytesOf(change)).ToArray());

    private static void AssertDropped(SalvagedChanges changes, Change change) => Assert.True(changes.Sift(BytesOf(change)).IsEmpty);

    private static byte[] BytesOf(Change change)
    {
        byte[] bytes = new byte[change.Length];
        change.WriteTo(bytes);
        return bytes;
    }
}
