using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Tests.Recommenders.Weightless;

public sealed class PersonalTablesTests
{
    [Fact]
    public void Tables_that_are_used_again_are_the_same_and_stale()
    {
        PersonalTables tables = PersonalTables.Reuse(null, 4, 3, new AnswerBase());
        Assert.Equal(-1, tables.Version);
        tables.Version = 5;

        Assert.Same(tables, PersonalTables.Reuse(tables, 4, 3, new AnswerBase()));
        Assert.Equal(-1, tables.Version);
    }

    [Fact]
    public void Tables_are_stale_once_they_are_said_to_be()
    {
        PersonalTables tables = new(4, 3, new UserBase(0, 0)) { Version = 5 };
        tables.MakeStale();
        Assert.Equal(-1, tables.Version);
    }
}
