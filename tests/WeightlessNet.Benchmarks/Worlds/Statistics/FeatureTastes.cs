using WeightlessNet.Recommenders;

namespace WeightlessNet.Benchmarks.Worlds.Statistics;

/// <summary>What each user thinks of the bits of items: a ridge regression of the user's residuals, by coordinate descent.</summary>
internal sealed class FeatureTastes
{
    private const int Sweeps = 10;

    private readonly int[][] _bitsOf;
    private readonly Dictionary<int, Dictionary<int, double>> _weights = [];

    /// <summary>Learns the tastes.</summary>
    /// <param name="catalog">The items.</param>
    /// <param name="residuals">Ratings whose values are what is left of them.</param>
    /// <param name="ridge">How many ratings of weight 0 each bit has before the first rating.</param>
    public FeatureTastes(ItemCatalog catalog, IEnumerable<Rating> residuals, double ridge)
    {
        _bitsOf = [.. Enumerable.Range(0, catalog.Count).Select(item => BitsOf(catalog.PatternOf(item)))];
        foreach (IGrouping<int, Rating> user in residuals.GroupBy(rating => rating.User))
        {
            _weights[user.Key] = WeightsOf([.. user], ridge);
        }
    }

    /// <summary>What is to be added for a user's taste.</summary>
    public double Predict(int user, int item) =>
        _weights.TryGetValue(user, out Dictionary<int, double>? weights) ? _bitsOf[item].Sum(bit => weights.GetValueOrDefault(bit)) : 0;

    private static int[] BitsOf(ReadOnlySpan<ulong> pattern)
    {
        List<int> bits = [];
        for (int bit = 0; bit < 64 * pattern.Length; bit++)
        {
            if ((pattern[bit / 64] >> (bit % 64) & 1) != 0)
            {
                bits.Add(bit);
            }
        }

        return [.. bits];
    }

    private Dictionary<int, double> WeightsOf(Rating[] ratings, double ridge)
    {
        double[] left = Array.ConvertAll(ratings, rating => (double)rating.Value);
        (int Bit, int[] Having)[] bits =
        [
            .. ratings.Index().SelectMany(pair => _bitsOf[pair.Item.Item].Select(bit => (Bit: bit, pair.Index)))
                .GroupBy(pair => pair.Bit).OrderBy(group => group.Key)
                .Select(group => (group.Key, group.Select(pair => pair.Index).ToArray())),
        ];
        Dictionary<int, double> weights = bits.ToDictionary(bit => bit.Bit, _ => 0.0);
        for (int sweep = 0; sweep < Sweeps; sweep++)
        {
            foreach ((int bit, int[] having) in bits)
            {
                double before = weights[bit];
                double sum = having.Length * before;
                foreach (int i in having)
                {
                    sum += left[i];
                }

                double after = sum / (having.Length + ridge);
                weights[bit] = after;
                foreach (int i in having)
                {
                    left[i] -= after - before;
                }
            }
        }

        return weights;
    }
}
