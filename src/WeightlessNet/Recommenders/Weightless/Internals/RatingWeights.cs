using System.Numerics;
using System.Runtime.Intrinsics;
using WeightlessNet.Encoders;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>
/// How much each part of a calibrated answer counts, by the number of a user's ratings: piecewise linear between knots.
/// </summary>
/// <remarks>
/// A part is a central model, or the two readings of a group of nodes: the first over the residuals from bias, the second (twicing) over
/// what is left of them. Immutable and thread-safe. Weights are integers with 10 fraction bits.
/// </remarks>
internal sealed class RatingWeights
{
    /// <summary>The number of fraction bits of a weight.</summary>
    public const int FractionBits = 10;

    /// <summary>The number of ratings of an item with which its rarity is half: rarity is 1 / (1 + ratings / 10).</summary>
    public const int RarityCount = 10;

    private const int TableSize = 1024;

    // So that sums of weighted answers fit in 32 bits.
    public const int MaximumWeight = 16 << FractionBits;

    private readonly int[] _table = new int[TableSize * Knots.Length];

    /// <summary>Creates weights.</summary>
    /// <param name="groups">The keys of the groups of nodes.</param>
    /// <param name="centrals">The number of central models.</param>
    /// <param name="rows">
    /// The weights at the knots, part after part: for each central model its share and the additional share by rarity; for each group the
    /// weights of the first reading, of the first reading within the residuals for twicing, and of the second reading.
    /// </param>
    /// <param name="rareGain">The gain of all networks for rare items: their answers are multiplied by 1 + gain * rarity.</param>
    /// <param name="latest">The weights of <see cref="LatestRatings"/> at the knots; null for none.</param>
    public RatingWeights(int[] groups, int centrals, int[][] rows, int rareGain, int[]? latest = null)
    {
        Latest = latest ?? new int[Knots.Length];
        Groups = groups;
        CentralCount = centrals;
        Rows = rows;
        RareGain = rareGain;
        Span<int> hats = stackalloc int[Knots.Length];
        for (int ratings = 0; ratings < TableSize; ratings++)
        {
            WriteHats(ratings, hats);
            hats.CopyTo(_table.AsSpan(ratings * Knots.Length));
        }
    }

    /// <summary>The numbers of ratings at which weights are learned.</summary>
    public static ReadOnlySpan<int> Knots => [2, 8, 32, 128, 512];

    public int[] Groups { get; }

    public int CentralCount { get; }

    public int[][] Rows { get; }

    public int RareGain { get; }

    /// <summary>The weights of the latest ratings at the knots.</summary>
    public int[] Latest { get; }

    /// <summary>Whether the latest ratings have any weight.</summary>
    public bool UsesLatest => Latest.AsSpan().ContainsAnyExcept(0);

    /// <summary>Weights of 0 for all groups.</summary>
    public static RatingWeights None(ReadOnlySpan<NodeGroup> groups, int centrals) => new(
        KeysOf(groups),
        centrals,
        [.. Enumerable.Range(0, (2 * centrals) + (3 * groups.Length)).Select(static _ => new int[Knots.Length])],
        0);

    /// <summary>The keys of groups.</summary>
    public static int[] KeysOf(ReadOnlySpan<NodeGroup> groups)
    {
        int[] keys = new int[groups.Length];
        for (int group = 0; group < keys.Length; group++)
        {
            keys[group] = groups[group].Key;
        }

        return keys;
    }

    /// <summary>
    /// Weights for a central model whose held-out answers are not known: its share grows with the number of ratings, as does the weight
    /// of the network over all fields.
    /// </summary>
    public static RatingWeights Assumed(int centrals)
    {
        int[][] rows = [.. Enumerable.Range(0, (2 * centrals) + 3).Select(_ => new int[Knots.Length])];
        for (int knot = 0; knot < Knots.Length; knot++)
        {
            rows[0][knot] = (int)(0.7 * (1 << FractionBits) * Knots[knot] / (Knots[knot] + 20));
            rows[2 * centrals][knot] = (1 << FractionBits) * Knots[knot] / (Knots[knot] + 25);
        }

        return new RatingWeights([NodeGroup.Mixed], centrals, rows, 0);
    }

    /// <summary>Reads weights that a calibration of items with these fields could have learned.</summary>
    public static RatingWeights Read(SnapshotReader reader, int centrals, IReadOnlyList<FeatureField> fields, bool hasLatest)
    {
        int most = NetworkLayout.MostFieldGroups - NodeGroup.Lowest;
        int[] groups = reader.ReadArray(
            reader.ReadCompact(most), reader => reader.ReadCompact(fields.Count - NodeGroup.Lowest - 1) + NodeGroup.Lowest);
        int rareGain = reader.ReadCompact(MaximumWeight);
        int[][] rows = reader.ReadArray((2 * centrals) + (3 * groups.Length), static reader => reader.ReadArray(Knots.Length, ReadWeight));
        for (int group = 0; group < groups.Length; group++)
        {
            if (group > 0 && groups[group] <= groups[group - 1])
            {
                throw reader.Invalid("the groups of weights are not ascending");
            }

            if (groups[group] >= 0 && fields[groups[group]].BitCount == 0)
            {
                throw reader.Invalid($"a group of nodes looks at field '{fields[groups[group]].Name}', which has no bits");
            }
        }

        // The first central model has what the others leave of 1, which may be below 0.
        if (Array.Exists(rows[Math.Min(2, 2 * centrals)..], static row => row.Min() < 0))
        {
            throw reader.Invalid("a weight is below 0");
        }

        int[]? latest = hasLatest ? reader.ReadArray(Knots.Length, ReadWeight) : null;
        if (latest is not null && latest.Min() < 0)
        {
            throw reader.Invalid("the weight of the latest ratings is below 0");
        }

        return groups.Length > 0 && groups.Count(static group => group >= 0) <= NetworkLayout.MostFieldGroups
            ? new RatingWeights(groups, centrals, rows, rareGain, latest)
            : throw reader.Invalid($"there are no groups of weights, or more than {NetworkLayout.MostFieldGroups} of fields");
    }

    /// <summary>
    /// Writes the number of groups and their keys plus 3, ascending; the gain for rare items; the rows, each of 5 weights; the 5 weights
    /// of the latest ratings: compact, the weights signed.
    /// </summary>
    public void WriteTo(SnapshotWriter writer)
    {
        writer.WriteCompact((ulong)Groups.Length);
        foreach (int key in Groups)
        {
            writer.WriteCompact((ulong)(key - NodeGroup.Lowest));
        }

        writer.WriteCompact((ulong)RareGain);
        foreach (int weight in Rows.SelectMany(static row => row).Concat(Latest))
        {
            writer.WriteCompactSigned(weight);
        }
    }

    private static int ReadWeight(SnapshotReader reader)
    {
        long weight = reader.ReadCompactSigned();
        return weight is >= -MaximumWeight and <= MaximumWeight
            ? (int)weight
            : throw reader.Invalid($"a weight is {weight}, not {-MaximumWeight} to {MaximumWeight}");
    }

    /// <summary>The same weights without the groups whose weights are all small. At least one group stays.</summary>
    public RatingWeights Without(int smallest)
    {
        int[] kept = [.. Enumerable.Range(0, Groups.Length).Where(group => RowsOf(group).Any(row => row.Max() >= smallest))];
        kept = kept.Length == 0 ? [Array.IndexOf(Groups, NodeGroup.Mixed)] : kept;
        return new RatingWeights(
            [.. kept.Select(group => Groups[group])],
            CentralCount,
            [.. Rows[..(2 * CentralCount)], .. kept.SelectMany(RowsOf)],
            RareGain,
            Latest);
    }

    private IEnumerable<int[]> RowsOf(int group) => Rows.Skip((2 * CentralCount) + (3 * group)).Take(3);

    /// <summary>The share of a central model in the base.</summary>
    public int CentralShare(int model, int ratings) => At(Rows[2 * model], ratings);

    /// <summary>The share of a central model in the base that is added in proportion to the rarity of an item.</summary>
    public int CentralRareShare(int model, int ratings) => At(Rows[(2 * model) + 1], ratings);

    /// <summary>The weight of the first reading of a group.</summary>
    public int First(int group, int ratings) => At(Rows[(2 * CentralCount) + (3 * group)], ratings);

    /// <summary>The weight of the first reading of a group within the answers that the residuals for twicing are taken from.</summary>
    public int FirstBeforeTwicing(int group, int ratings) => At(Rows[(2 * CentralCount) + (3 * group) + 1], ratings);

    /// <summary>The weight of the second reading of a group.</summary>
    public int Second(int group, int ratings) => At(Rows[(2 * CentralCount) + (3 * group) + 2], ratings);

    /// <summary>The weight of the latest ratings.</summary>
    public int LatestShare(int ratings) => At(Latest, ratings);

    /// <summary>The rarity of an item, 0 to 1, with 10 fraction bits.</summary>
    public static int RarityOf(int ratings) => (RarityCount << FractionBits) / (RarityCount + ratings);

    /// <summary>The gain of all networks for an item of a rarity, with 10 fraction bits.</summary>
    public int GainOf(int rarity) => (1 << FractionBits) + ((RareGain * rarity) >> FractionBits);

    /// <summary>The gains of all networks for items of some rarities, with 10 fraction bits.</summary>
    public Vector512<long> GainsOf(Vector512<long> rarities) =>
        Vector512.Create(1L << FractionBits) + ((rarities * RareGain) >> FractionBits);

    /// <summary>Writes how much each knot counts for a number of ratings, with 10 fraction bits; they sum to 1.</summary>
    public static void WriteHats(int ratings, Span<int> hats)
    {
        hats.Clear();
        int at = LogarithmOf(ratings);
        for (int knot = 0; knot < Knots.Length; knot++)
        {
            int here = LogarithmOf(Knots[knot]);
            if (at <= here)
            {
                int before = knot == 0 ? here : LogarithmOf(Knots[knot - 1]);
                int part = knot == 0 ? 1 << FractionBits : ((at - before) << FractionBits) / (here - before);
                hats[knot] = part;
                if (knot > 0)
                {
                    hats[knot - 1] = (1 << FractionBits) - part;
                }

                return;
            }
        }

        hats[^1] = 1 << FractionBits;
    }

    // The binary logarithm of a number plus 1, linear between powers of two, with 10 fraction bits: the same on every machine.
    private static int LogarithmOf(int number)
    {
        uint counted = (uint)number + 1;
        int octave = BitOperations.Log2(counted);
        return (octave << FractionBits) + (int)((((ulong)counted << FractionBits) >> octave) - (1UL << FractionBits));
    }

    private int At(int[] row, int ratings)
    {
        ReadOnlySpan<int> hats = _table.AsSpan(Math.Min(ratings, TableSize - 1) * Knots.Length, Knots.Length);
        int sum = 0;
        for (int knot = 0; knot < hats.Length; knot++)
        {
            sum += row[knot] * hats[knot];
        }

        return sum >> FractionBits;
    }
}
