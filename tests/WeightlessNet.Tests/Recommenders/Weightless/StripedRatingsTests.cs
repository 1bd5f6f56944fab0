using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Tests.Recommenders.Weightless;

public sealed class StripedRatingsTests
{
    [Fact]
    public void Users_are_read_one_after_the_other_in_the_same_memory_as_they_were_at_the_beginning()
    {
        // Ratings off the scale or with odd times are not packed.
        (int Count, float Value, long Time)[] users =
            [(3, 4, 9), (0, 0, 0), (7, 3.3f, 9), (2, 2, -5), (1, 5, 0), (9, 3.5f, 7), (4, 1, 0), (8, 2.25f, 1), (2, 4.5f, 2)];
        StripedRatings ratings = new(RatingScale.HalfStars);
        for (int user = 0; user < users.Length; user++)
        {
            for (int item = 0; item < users[user].Count; item++)
            {
                Learn(user, new RatedItem(item * 2, users[user].Value, users[user].Time));
            }
        }

        RatedItem[][] expected = [.. Enumerable.Range(0, users.Length).Select(user => LogOf(user).ToArray())];
        for (int time = 0; time < 2; time++)
        {
            Assert.Equal(users.Length, ratings.Begin(() => { }));
            Learn(5, new RatedItem(3, 1, 0));
            for (int user = 0; user < users.Length; user++)
            {
                Assert.Equal(expected[user], ratings.ReadNext(user).ToArray());
                Learn(user, new RatedItem(1, 2, 0));
            }

            ratings.End();
            expected = [.. Enumerable.Range(0, users.Length).Select(user => LogOf(user).ToArray())];
            Assert.Equal(users[0].Count + 1, expected[0].Length);
        }

        UserRatings LogOf(int user) => ratings.Of(user).Log.OfUser(StripedRatings.IdOf(user));

        void Learn(int user, RatedItem rated)
        {
            RatingStripe stripe = ratings.Of(user);
            ratings.BeforeChange(stripe, user);
            stripe.Set(user, rated, int.MaxValue);
        }
    }
}
