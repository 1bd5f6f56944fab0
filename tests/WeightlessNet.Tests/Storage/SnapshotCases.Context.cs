using System.Globalization;
using System.Text;
using WeightlessNet.Bits;
using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Context;

namespace WeightlessNet.Tests.Storage;

public static partial class SnapshotCases
{
    private static readonly FeatureSchema<int> Countries = new FeatureSchemaBuilder<int>()
        .OneHot("country", static user => "c" + (user % 3).ToString(CultureInfo.InvariantCulture))
        .LinearThermometer("age", static user => user, 0, 6, 2)
        .Fit([.. Enumerable.Range(0, 6)]);

    private static readonly FeatureSchema<int> Devices = new FeatureSchemaBuilder<int>()
        .OneHot("device", static moment => moment % 2 == 0 ? "phone" : "desk")
        .Fit([0, 1]);

    private static IEnumerable<SnapshotCase> Contexts =>
    [
        SnapshotCase.Of(
            random =>
            {
                ContextualRecommender recommender = Contextual(random);
                recommender.Refit();
                LearnMoments(recommender, random);
                return recommender;
            },
            Observe),
        SnapshotCase.Of(Contextual, Observe, $"{nameof(ContextualRecommender)}-Untrained"),
    ];

    private static ContextualRecommender Contextual(RandomValues random)
    {
        ContextualRecommender recommender = new(
            Catalog(random), RatingScale.HalfStars, ContextFields.Of(Countries), ContextFields.Of(Devices));
        LearnMoments(recommender, random);
        return recommender;
    }

    private static void LearnMoments(ContextualRecommender recommender, RandomValues random)
    {
        for (int left = random.Whole(20, 60); left > 0; left--)
        {
            int user = random.Whole(0, 7);
            Rating rating = new(user, random.Whole(0, 8), 0.5f * random.Whole(1, 10));
            recommender.Learn(rating, random.Whole(0, 2) == 0 ? [] : Bits(Devices, left));
            if (left % 4 == 0)
            {
                recommender.Describe(user, random.Whole(0, 3) == 0 ? [] : Bits(Countries, user));
            }
        }
    }

    private static ulong[] Bits(FeatureSchema<int> schema, int record)
    {
        ulong[] bits = new ulong[BitSlice.WordCount(schema.BitCount)];
        schema.Encode(record, bits);
        return bits;
    }

    private static string Observe(ContextualRecommender recommender)
    {
        StringBuilder seen = new(Observe((IRecommender)recommender));
        for (int user = 0; user < 8; user++)
        {
            seen.AppendJoin(' ', recommender.DescriptionOf(user));
            for (int item = 0; item < recommender.ItemCount; item++)
            {
                seen.AppendJoin(' ', recommender.MomentOf(user, item));
                seen.Append(Exact(recommender.Predict(user, item, Bits(Devices, item))));
            }
        }

        return seen.AppendJoin(' ', recommender.Calibration.Select(group => $"{group.Name} {Exact(group.Weight)}")).ToString();
    }
}
