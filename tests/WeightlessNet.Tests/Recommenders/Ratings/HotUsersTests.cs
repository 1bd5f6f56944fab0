using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Tests.Recommenders.Ratings;

public sealed class HotUsersTests
{
    private readonly List<object?> _givenUp = [];

    [Fact]
    public void What_was_added_for_a_user_is_found_for_this_user_only()
    {
        HotUsers<object> hot = new(3);
        object seven = Add(hot, 7);
        object eight = Add(hot, 8);
        Assert.Same(seven, hot.Find(7));
        Assert.Same(eight, hot.Find(8));
        Assert.Same(eight, hot.Peek(8));
        Assert.Null(hot.Find(0));
        Assert.Null(hot.Peek(0));
        Assert.Equal([7, 8], hot.Users.Order());
    }

    [Fact]
    public void A_full_cache_keeps_the_maximum_number_of_users_and_hands_on_what_it_gives_up()
    {
        HotUsers<object> hot = new(3);
        object[] added = [.. Enumerable.Range(0, 50).Select(user => Add(hot, user))];
        Assert.Equal([47, 48, 49], hot.Users.Order());
        Assert.Equal([47, 48, 49], Enumerable.Range(0, 50).Where(user => hot.Find(user) is not null));
        Assert.Equal([null, null, null, .. added[..47]], _givenUp);
    }

    [Fact]
    public void A_removed_user_leaves_nothing_and_the_slot_is_used_before_another_user_is_given_up()
    {
        HotUsers<object> hot = new(3);
        Add(hot, 6);
        Add(hot, 7);
        Add(hot, 8);
        hot.Remove(6);
        hot.Remove(7);
        hot.Remove(7);
        Assert.Null(hot.Find(7));

        Add(hot, 9);
        Add(hot, 10);
        Assert.Equal([8, 9, 10], hot.Users.Order());
        Assert.Equal([null, null, null, null, null], _givenUp);
    }

    [Fact]
    public void A_user_who_was_found_since_the_hand_last_passed_stays_and_one_who_was_not_is_given_up()
    {
        HotUsers<object> hot = new(3);
        Add(hot, 0);
        Add(hot, 1);
        Add(hot, 2);
        Add(hot, 3); // the hand has passed all and given up 0
        Assert.NotNull(hot.Find(1));
        Assert.NotNull(hot.Peek(2));
        Add(hot, 4);
        Assert.Equal([1, 3, 4], hot.Users.Order());
    }

    [Fact]
    public void When_making_fails_the_cache_is_as_it_was()
    {
        HotUsers<object> hot = new(2);
        object zero = Add(hot, 0);
        hot.Remove(0);
        Assert.Throws<InvalidOperationException>(() => hot.Add(1, _ => throw new InvalidOperationException()));
        object two = Add(hot, 2);
        object three = Add(hot, 3);
        Assert.Throws<InvalidOperationException>(() => hot.Add(1, _ => throw new InvalidOperationException()));
        Assert.Equal([2, 3], hot.Users.Order());
        Assert.Same(two, hot.Find(2));
        Assert.Same(three, hot.Find(3));
        Assert.NotSame(zero, two);
    }

    private object Add(HotUsers<object> hot, int user) => hot.Add(
        user,
        givenUp =>
        {
            _givenUp.Add(givenUp);
            return new object();
        });
}
