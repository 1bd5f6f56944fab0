using System.Globalization;
using WeightlessNet.Bits;
using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Context;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Storage;

namespace WeightlessNet.Tests.Recommenders.Context;

/// <summary>
/// A small random world: users of two ages and moments of two kinds. Old users like even items and young ones odd items, and everything is
/// liked more in the evening.
/// </summary>
internal static class ContextWorld
{
    public const int Users = 150;
    public const int Items = 12;

    private static readonly FeatureSchema<int> Ages =
        new FeatureSchemaBuilder<int>().OneHot("age", static user => user % 2 == 0 ? "old" : "young").Fit([0, 1]);

    private static readonly FeatureSchema<bool> Times =
        new FeatureSchemaBuilder<bool>().OneHot("time", static evening => evening ? "evening" : "morning").Fit([true, false]);

    public static ItemCatalog Catalog { get; } = ItemCatalog.Create(
        new FeatureSchemaBuilder<int>()
            .OneHot("third", static item => (item % 3).ToString(CultureInfo.InvariantCulture))
            .Fit([.. Enumerable.Range(0, Items)]),
        [.. Enumerable.Range(0, Items)]);

    public static ContextFields UserFields { get; } = ContextFields.Of(Ages);

    public static ContextFields MomentFields { get; } = ContextFields.Of(Times);

    public static ulong[] AgeOf(int user)
    {
        ulong[] bits = new ulong[BitSlice.WordCount(Ages.BitCount)];
        Ages.Encode(user, bits);
        return bits;
    }

    public static ulong[] Moment(bool evening)
    {
        ulong[] bits = new ulong[BitSlice.WordCount(Times.BitCount)];
        Times.Encode(evening, bits);
        return bits;
    }

    public static ContextualRecommender Create(HybridOptions? options = null) =>
        new(Catalog, RatingScale.HalfStars, UserFields, MomentFields, options);

    /// <summary>What a user gives an item at a moment, without chance.</summary>
    public static double Liking(int user, int item, bool evening) =>
        3 + (user % 2 == item % 2 ? 0.5 : -0.5) + (evening ? 0.5 : -0.5);

    /// <summary>Random ratings of two thirds of the pairs, and whether each was given in the evening.</summary>
    public static IEnumerable<(Rating Rating, bool IsEvening)> Ratings(ulong seed = 5)
    {
        SplitMix64 random = new(seed);
        for (int user = 0; user < Users; user++)
        {
            for (int item = 0; item < Items; item++)
            {
                bool evening = random.Next(2) == 0;
                double chance = (random.Next(3) - 1) / 2.0;
                if (random.Next(3) > 0)
                {
                    yield return (new Rating(user, item, (float)(Liking(user, item, evening) + chance)), evening);
                }
            }
        }
    }

    /// <summary>A recommender that has learned the world's ratings and descriptions, and is trained.</summary>
    public static ContextualRecommender Trained()
    {
        ContextualRecommender recommender = Create();
        for (int user = 0; user < Users; user++)
        {
            recommender.Describe(user, AgeOf(user));
        }

        foreach ((Rating rating, bool evening) in Ratings())
        {
            recommender.Learn(rating, Moment(evening));
        }

        recommender.Refit();
        return recommender;
    }

    public static byte[] Saved(ISnapshot recommender)
    {
        using MemoryStream stream = new();
        recommender.Save(stream);
        return stream.ToArray();
    }

    /// <summary>Predictions of some users, known and unknown, at all moments.</summary>
    public static double[] Answers(ContextualRecommender recommender) =>
    [
        .. from user in (int[])[0, 1, 2, 77, Users - 1, Users, Users + 1]
           from item in Enumerable.Range(0, Items + 1)
           from moment in (ulong[][])[[], Moment(false), Moment(true)]
           select recommender.Predict(user, item, moment),
    ];
}
