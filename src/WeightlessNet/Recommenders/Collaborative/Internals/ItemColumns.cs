using WeightlessNet.Encoders;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>
/// What a matrix factorization knows of items besides their ratings: the bits of the catalog's narrow fields and of its levels, and the
/// number of ratings.
/// </summary>
internal static class ItemColumns
{
    private const int MaximumFieldWidth = 64;
    private const int MaximumColumns = 128;
    private const double LeastDeviation = 0.05;

    /// <summary>How many columns do not come from the catalog: the number of ratings.</summary>
    public const int OwnCount = 1;

    /// <summary>How many columns a catalog gives, with those of its own.</summary>
    public static int CountOf(ItemCatalog catalog) => BitsOf(catalog).Count + OwnCount;

    /// <summary>
    /// The columns of all items, item after item, each with a mean of 0 and a standard deviation of 1 over the ratings; columns that differ
    /// in few ratings vary less.
    /// </summary>
    public static double[] Of(ItemCatalog catalog, RatingLog ratings)
    {
        List<int> bits = BitsOf(catalog);
        int count = bits.Count + OwnCount;
        double[] columns = new double[catalog.Count * count];
        double[] weights = new double[catalog.Count];
        for (int item = 0; item < catalog.Count; item++)
        {
            ReadOnlySpan<ulong> pattern = catalog.PatternOf(item);
            Span<double> own = columns.AsSpan(item * count, count);
            for (int column = 0; column < bits.Count; column++)
            {
                own[column] = (pattern[bits[column] / 64] >> bits[column]) & 1;
            }

            int rated = ratings.OfUser(item).Length;
            own[^1] = EvidenceLayout.Log(rated);
            weights[item] = rated;
        }

        for (int column = 0; column < count; column++)
        {
            Standardize(columns, count, column, weights);
        }

        return columns;
    }

    // Fields of fewest bits first, as long as there is room.
    private static List<int> BitsOf(ItemCatalog catalog)
    {
        List<int> bits = [];
        foreach (FeatureField field in catalog.Fields.OrderBy(field => field.BitCount))
        {
            if ((field.IsOrdered || field.BitCount <= MaximumFieldWidth) && bits.Count + field.BitCount < MaximumColumns)
            {
                bits.AddRange(Enumerable.Range(field.Offset, field.BitCount));
            }
        }

        bits.Sort();
        return bits;
    }

    private static void Standardize(double[] columns, int count, int column, double[] weights)
    {
        double total = 0;
        double sum = 0;
        double squares = 0;
        for (int item = 0; item < weights.Length; item++)
        {
            double value = columns[(item * count) + column];
            total += weights[item];
            sum += weights[item] * value;
            squares += weights[item] * value * value;
        }

        double mean = sum / total;
        double deviation = Math.Max(LeastDeviation, Math.Sqrt(Math.Max(0, (squares / total) - (mean * mean))));
        for (int item = 0; item < weights.Length; item++)
        {
            ref double value = ref columns[(item * count) + column];
            value = (value - mean) / deviation;
        }
    }
}
