using WeightlessNet.Bits;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Tests.Recommenders;

/// <summary>Made-up ratings.</summary>
internal static class SomeRatings
{
    public const int Users = 6;
    public const int Items = 9;

    /// <summary>A half-star rating by one of a few users of one of a few items, determined by a number.</summary>
    public static Rating From(uint number)
    {
        // Mixing makes small numbers, which generators prefer, cover all users, items and values.
        ulong mixed = new SplitMix64(number).Next();
        return new Rating((int)(mixed % Users), (int)((mixed >> 16) % Items), 0.5f + ((mixed >> 32) % 10 * 0.5f));
    }

    /// <summary>Whole-star ratings in which two kinds of users have opposite tastes, which biases cannot model.</summary>
    public static Rating[] OfTwoTastes(int users, int items, double share, ulong seed)
    {
        SplitMix64 random = new(seed);
        List<Rating> ratings = [];
        for (int user = 0; user < users; user++)
        {
            for (int item = 0; item < items; item++)
            {
                if (random.NextDouble() < share)
                {
                    int noise = random.Next(2);
                    ratings.Add(new Rating(user, item, (user + item) % 2 == 0 ? 5 - noise : 1 + noise, ratings.Count));
                }
            }
        }

        return [.. ratings];
    }
}
