using ClusterHistory;
using WeightlessNet.Orleans.Grains;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Orleans.Tests.History;

/// <summary>The checker of histories finds what cannot have happened, and nothing else.</summary>
public sealed class HistoryCheckerTests
{
    [Fact]
    public void What_was_acknowledged_must_be_there()
    {
        Operation first = Learn(1, 3, 4, 1, 2);
        Operation second = Learn(2, 3, 5, 3, 4);
        Assert.Empty(Check([first, second], 2, Rating(second)));
        Assert.Equal(
            "lost: the rating of operation 1 is there, and that of 2 not (user 7, item 3)", Found([first, second], 2, Rating(first)));
        Assert.Equal("lost: the rating of operation 1 is not there (user 7, item 3)", Found([first], 1));
        Assert.Equal("lost: user 7 has 1 changes, and 2 were acknowledged", Found([first, second], 1, Rating(second)));
    }

    [Fact]
    public void Nothing_is_applied_twice_and_nothing_comes_from_nowhere()
    {
        Operation learned = Learn(1, 3, 4, 1, 2);
        Assert.Equal("twice: user 7 has 2 changes, and there were 1 at most", Found([learned], 2, Rating(learned)));
        Operation nothing = new(2, 7, OperationKind.Forget, 5, 0, 3) { Ended = 4, Outcome = ChangeOutcome.Nothing };
        Assert.Equal("twice: user 7 has 2 changes, and there were 1 at most", Found([learned, nothing], 2, Rating(learned)));
        Assert.Equal(
            "foreign: nobody has rated 2 in operation 1 (user 7, item 3)", Found([learned], 1, Rating(learned) with { Value = 2 }));
        Assert.Equal(
            "foreign: nobody has rated 4 in operation 9 (user 7, item 8)", Found([learned], 1, Rating(learned), new RatedItem(8, 4, 9)));
    }

    [Theory]
    [InlineData(ChangeOutcome.Applied)]
    [InlineData(ChangeOutcome.Repeated)]
    [InlineData(ChangeOutcome.Nothing)]
    public void What_was_forgotten_must_not_be_there(ChangeOutcome outcome)
    {
        Operation learned = Learn(1, 3, 4, 1, 2);
        foreach (OperationKind kind in (OperationKind[])[OperationKind.Forget, OperationKind.ForgetAll])
        {
            int item = kind == OperationKind.Forget ? 3 : -1;
            Operation forgotten = new(2, 7, kind, item, 0, 3) { Ended = 4, Outcome = outcome };
            long changes = outcome == ChangeOutcome.Nothing ? 1 : 2;
            Assert.Equal(
                "forgotten: the rating of operation 1 is there, and 2 has forgotten it (user 7, item 3)",
                Found([learned, forgotten], changes, Rating(learned)));

            // What overlaps may have come first.
            Assert.Empty(Check([learned with { Ended = 5 }, forgotten], changes, Rating(learned)));
        }
    }

    [Fact]
    public void What_is_absent_must_have_been_forgotten()
    {
        Operation learned = Learn(1, 3, 4, 3, 4);
        Operation before = new(2, 7, OperationKind.ForgetAll, -1, 0, 1) { Ended = 2, Outcome = ChangeOutcome.Applied };
        Assert.Equal("lost: the rating of operation 1 is not there (user 7, item 3)", Found([before, learned], 2));
        Assert.Empty(Check([before with { Ended = 4 }, learned with { Ended = 5 }], 2));
        Assert.Empty(Check([learned, before with { Invoked = 5, Ended = 6 }], 2));
        Operation elsewhere = new(2, 7, OperationKind.Forget, 9, 0, 5) { Ended = 6, Outcome = ChangeOutcome.Applied };
        Assert.Equal("lost: the rating of operation 1 is not there (user 7, item 3)", Found([learned, elsewhere], 2));
    }

    [Fact]
    public void What_has_an_unknown_outcome_may_be_either_and_may_come_late()
    {
        Operation learned = Learn(1, 3, 4, 1, 2);
        Operation unknown = Learn(2, 3, 5, 3, 4) with { Outcome = null, Ended = long.MaxValue };
        Operation last = Learn(3, 3, 1, 5, 6);
        Assert.Empty(Check([learned, unknown], 1, Rating(learned)));
        Assert.Empty(Check([learned, unknown], 2, Rating(unknown)));
        Assert.Empty(Check([learned, unknown, last], 3, Rating(unknown)));
        Operation forgetting = new(4, 7, OperationKind.ForgetAll, -1, 0, 7);
        Assert.Empty(Check([learned, forgetting], 2));
        Assert.Empty(Check([learned, forgetting], 1, Rating(learned)));
        Assert.Equal("twice: user 7 has 3 changes, and there were 2 at most", Found([learned, forgetting], 3));
    }

    private static Operation Learn(long number, int item, float value, long invoked, long ended) =>
        new(number, 7, OperationKind.Learn, item, value, invoked) { Ended = ended, Outcome = ChangeOutcome.Applied };

    private static RatedItem Rating(Operation learned) => new(learned.Item, learned.Value, learned.Number);

    private static string Found(Operation[] operations, long changes, params RatedItem[] ratings) =>
        Assert.Single(Check(operations, changes, ratings));

    private static IEnumerable<string> Check(Operation[] operations, long changes, params RatedItem[] ratings) =>
        HistoryChecker.Check(7, operations, ratings, changes);
}
