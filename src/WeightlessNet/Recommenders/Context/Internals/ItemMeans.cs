using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Context.Internals;

/// <summary>What the items were rated at a training: the means that the deviations of ratings are taken from, in units.</summary>
/// <param name="Overall">The mean of all ratings, also of items that were not rated.</param>
/// <param name="OfItems">The means of the first items.</param>
/// <remarks>They stay the same until the next training, so that a rating changes only what its own user adds to the tables.</remarks>
internal sealed record ItemMeans(int Overall, int[] OfItems)
{
    private const int ItemShrinkage = 5;
    private const int UserShrinkage = 12;
    private const int Passes = 4;

    // Of a user who rates the extremes, a mean may lie outside of the scale, but not further than this.
    private const int Least = -RatingUnits.Range + 1;
    private const int Greatest = (2 * RatingUnits.Range) - 1;

    /// <summary>No ratings.</summary>
    public static ItemMeans None { get; } = new(RatingUnits.Range / 2, []);

    /// <summary>The mean of an item.</summary>
    public int Of(int item) => (uint)item < (uint)OfItems.Length ? OfItems[item] : Overall;

    /// <summary>The mean deviation of a user, shrunk, in units with 8 fraction bits.</summary>
    public long LevelOf(ReadOnlySpan<ContextRating> ratings)
    {
        long sum = 0;
        foreach (ref readonly ContextRating rating in ratings)
        {
            sum += rating.Units - Of(rating.Item);
        }

        return (sum << ContextTables.CellBits) / (ratings.Length + UserShrinkage);
    }

    /// <summary>Means of ratings from which their users' levels are subtracted, found by turns.</summary>
    public static ItemMeans Of(IReadOnlyList<ContextRating[]> users, int itemCount)
    {
        long total = 0;
        int[] counts = new int[itemCount];
        foreach (ContextRating[] ratings in users)
        {
            foreach (ContextRating rating in ratings)
            {
                total += rating.Units;
                counts[rating.Item]++;
            }
        }

        int count = counts.Sum();
        if (count == 0)
        {
            return None;
        }

        ItemMeans means = new((int)(total / count), new int[itemCount]);
        Array.Fill(means.OfItems, means.Overall);
        for (int pass = 0; pass < Passes; pass++)
        {
            long[] sums = new long[itemCount];
            foreach (ContextRating[] ratings in users)
            {
                long level = pass == 0 ? 0 : means.LevelOf(ratings);
                foreach (ContextRating rating in ratings)
                {
                    sums[rating.Item] += ((long)(rating.Units - means.Overall) << ContextTables.CellBits) - level;
                }
            }

            for (int item = 0; item < itemCount; item++)
            {
                // Where the levels of raters follow other items far down or up, a mean may drift away from the scale.
                long mean = means.Overall + ((sums[item] / (counts[item] + ItemShrinkage)) >> ContextTables.CellBits);
                means.OfItems[item] = (int)Math.Clamp(mean, Least, Greatest);
            }
        }

        return means;
    }

    public static ItemMeans Read(SnapshotReader reader, int itemCount) => new(
        ReadMean(reader), reader.ReadArray(reader.ReadCompact(itemCount), ReadMean));

    /// <summary>Writes the mean of all ratings, the number of items, and their means: compact, means signed.</summary>
    public void WriteTo(SnapshotWriter writer)
    {
        writer.WriteCompactSigned(Overall);
        writer.WriteCompact((ulong)OfItems.Length);
        foreach (int mean in OfItems)
        {
            writer.WriteCompactSigned(mean);
        }
    }

    private static int ReadMean(SnapshotReader reader) =>
        reader.ReadCompactSigned() is long mean and >= Least and <= Greatest
        ? (int)mean
        : throw reader.Invalid("the mean of an item is too far from the scale");
}
