using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Tests.Recommenders.Weightless;

public sealed class HotUsersTests
{
    private int _created;

    [Fact]
    public void Tables_that_were_taken_are_found_again_by_their_user_alone()
    {
        HotUsers hot = new(3);
        PersonalTables seven = Take(hot, 7);
        PersonalTables eight = Take(hot, 8);
        Assert.Same(seven, hot.Find(7));
        Assert.Same(eight, hot.Find(8));
        Assert.NotSame(seven, eight);
        Assert.Null(hot.Find(0));
        Assert.Equal(2, _created);
    }

    [Fact]
    public void No_more_tables_are_made_than_the_maximum_and_one_more_user_takes_over_anothers()
    {
        HotUsers hot = new(3);
        HashSet<PersonalTables> taken = [.. Enumerable.Range(0, 50).Select(user => Take(hot, user))];
        Assert.Equal((3, 3), (_created, taken.Count));
        Assert.Equal([47, 48, 49], Enumerable.Range(0, 50).Where(user => hot.Find(user) is not null));
        Assert.Equal(3, Enumerable.Range(47, 3).Select(hot.Find).Distinct().Count());
    }

    [Fact]
    public void Tables_that_are_taken_over_are_marked_as_made_for_nobody()
    {
        HotUsers hot = new(1);
        PersonalTables tables = Take(hot, 0);
        tables.Version = 5;

        Assert.Same(tables, Take(hot, 1));
        Assert.Null(hot.Find(0));
        Assert.Equal(-1, tables.Version);
    }

    [Fact]
    public void Tables_of_a_user_whose_ratings_changed_are_stale_and_those_of_others_are_not()
    {
        HotUsers hot = new(2);
        PersonalTables seven = Take(hot, 7);
        PersonalTables eight = Take(hot, 8);
        (seven.Version, eight.Version) = (5, 5);
        hot.MakeStale(7);
        hot.MakeStale(9);
        Assert.Equal((-1, 5), (seven.Version, eight.Version));
        Assert.Equal([7, 8], hot.Users.Order());
    }

    [Fact]
    public void A_user_who_was_found_since_the_hand_last_passed_stays_and_one_who_was_not_gives_way()
    {
        HotUsers hot = new(3);
        Take(hot, 0);
        Take(hot, 1);
        Take(hot, 2);
        Take(hot, 3); // the hand has passed all and given up 0
        Assert.NotNull(hot.Find(1));
        Take(hot, 4);
        Assert.Null(hot.Find(2));
        Assert.NotNull(hot.Find(1));
        Assert.NotNull(hot.Find(3));
        Assert.NotNull(hot.Find(4));
    }

    private PersonalTables Take(HotUsers hot, int user) => hot.Take(
        user,
        () =>
        {
            _created++;
            return new PersonalTables(4, 3);
        });
}
