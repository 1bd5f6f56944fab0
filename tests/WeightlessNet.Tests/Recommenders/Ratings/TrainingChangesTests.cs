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
        Change(1000);
        changes.BeginLast(begun, repeated.Add);
        int shown = 0;
        int rounds = 0;
        while (!changes.ShowIfComplete(() => shown = made.Count))
        {
            Change(20);
            Assert.InRange(++rounds, 0, 1000 / 20);
        }

        Assert.Equal(made.Count, shown);
        Assert.Equal(made, repeated);

        // The new model is in its place, and is changed itself.
        Change(1);
        Assert.Equal(shown, repeated.Count);

        void Change(int count)
        {
            for (; count > 0; count--)
            {
                lock (changes.Access)
                {
                    changes.MakeRoom();
                    changes.Keep(made.Count);
                    made.Add(made.Count);
                }
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
        Change(1);
        Change(2);

        Assert.Throws<InsufficientMemoryException>(() => changes.Replace(
            begun, change => repeated.Add(change == 2 ? throw new InsufficientMemoryException() : change), () => shown = true));
        Assert.False(shown);
        Change(3);
        Assert.Equal([1], repeated);

        repeated.Clear();
        changes.Replace(begun, repeated.Add, () => shown = true);
        Assert.True(shown);
        Assert.Equal([1, 2, 3], repeated);

        void Change(int change)
        {
            lock (changes.Access)
            {
                changes.MakeRoom();
                changes.Keep(change);
            }
        }
    }
}
