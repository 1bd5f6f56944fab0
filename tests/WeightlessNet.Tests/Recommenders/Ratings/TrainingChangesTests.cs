using WeightlessNet.Recommenders.Ratings.Internals;
using Xunit;

namespace WeightlessNet.Tests.Recommenders.Ratings;

public sealed class TrainingChangesTests
{
    [Fact]
    public void Changes_that_come_faster_than_the_training_repeats_them_run_out_all_the_same()
    {
        TrainingChanges<int> changes = new();
        List<int> repeated = [];
        List<int> made = [];
        int begun = changes.Begin();
        ChangeMany(1000);
        changes.BeginLast(begun, repeated.Add);
        int shown = 0;
        int rounds = 0;
        while (!changes.ShowIfComplete(() => shown = made.Count))
        {
            ChangeMany(20);
            Assert.InRange(++rounds, 0, 1000 / 20);
        }

        Assert.Equal(made.Count, shown);
        Assert.Equal(made, repeated);

        // The new model is in its place, and is changed itself.
        ChangeMany(1);
        Assert.Equal(shown, repeated.Count);

        void ChangeMany(int count)
        {
            for (; count > 0; count--)
            {
                Change(changes, made.Count);
                made.Add(made.Count);
            }
        }
    }

    [Fact]
    public void A_change_that_cannot_be_repeated_is_repeated_again_and_shows_nothing_meanwhile()
    {
        TrainingChanges<int> changes = new();
        List<int> repeated = [];
        bool shown = false;
        int begun = changes.Begin();
        Change(changes, 1);
        Change(changes, 2);

        Assert.Throws<InsufficientMemoryException>(() => changes.Replace(
            begun, change => repeated.Add(change == 2 ? throw new InsufficientMemoryException() : change), () => shown = true));
        Assert.False(shown);
        Change(changes, 3);
        Assert.Equal([1], repeated);

        repeated.Clear();
        changes.Replace(begun, repeated.Add, () => shown = true);
        Assert.True(shown);
        Assert.Equal([1, 2, 3], repeated);
    }

    private static void Change(TrainingChanges<int> changes, int change)
    {
        lock (changes.Access)
        {
            changes.MakeRoom();
            changes.Keep(change);
        }
    }
}
