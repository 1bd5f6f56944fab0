using WeightlessNet.Recommenders.Context.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Storage;
using Xunit;

namespace WeightlessNet.Tests.Recommenders.Context;

public sealed class ItemMeansTests
{
    [Fact]
    public void Means_that_drift_away_from_the_scale_can_be_read_again()
    {
        // Most users rate 150 items at the bottom. Some rate these at the top and 80 others at the bottom, which seem bad below the scale
        // then. A few rate those at the top and the last item at the bottom.
        const int Second = 150;
        const int Last = 230;
        ContextRating[][] users =
        [
            .. Enumerable.Repeat(Ratings(0, Second, 0), 400),
            .. Enumerable.Repeat<ContextRating[]>([.. Ratings(0, Second, RatingUnits.Range), .. Ratings(Second, Last, 0)], 150),
            .. Enumerable.Repeat<ContextRating[]>([.. Ratings(Second, Last, RatingUnits.Range), .. Ratings(Last, Last + 1, 0)], 40),
        ];
        ItemMeans means = ItemMeans.Of(users, Last + 1);
        Assert.Equal(-RatingUnits.Range + 1, means.Of(Last));

        // Upside down the same, above the scale.
        ContextRating[][] turned = Array.ConvertAll(users, static user => Array.ConvertAll(
            user, static rating => rating with { Units = RatingUnits.Range - rating.Units }));
        ItemMeans above = ItemMeans.Of(turned, Last + 1);
        Assert.Equal((2 * RatingUnits.Range) - 1, above.Of(Last));
        foreach (ItemMeans some in (ItemMeans[])[means, above])
        {
            using MemoryStream stream = new();
            SnapshotWriter.Save(bytes => stream.Write(bytes), writer =>
            {
                writer.BeginObject(SnapshotKind.ContextualRecommender, 1);
                some.WriteTo(writer);
            });
            stream.Position = 0;
            ItemMeans read = SnapshotReader.Load(
                stream, SnapshotKind.ContextualRecommender, static (reader, _) => ItemMeans.Read(reader, Last + 1));
            Assert.Equal(some.Overall, read.Overall);
            Assert.Equal(some.OfItems, read.OfItems);
        }
    }

    private static ContextRating[] Ratings(int first, int end, int units) =>
        [.. Enumerable.Range(first, end - first).Select(item => new ContextRating(item, units, null))];
}
