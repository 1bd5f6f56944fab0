using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Recommenders.Weightless.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Context.Internals;

/// <summary>How much the groups of likes count, in units of 1/1024.</summary>
/// <param name="Groups">The groups that count.</param>
/// <param name="Weights">The weight of each for a user without ratings, above 0.</param>
/// <param name="Factors">What all weights are multiplied by for users with ratings, at each of <see cref="RatingWeights.Knots"/>.</param>
/// <param name="Report">What was learned; empty without a training.</param>
/// <remarks>Immutable and thread-safe.</remarks>
internal sealed record LikeGroupWeights(
    IReadOnlyList<ContextGroup> Groups, int[] Weights, int[] Factors, IReadOnlyList<CalibratedGroup> Report)
{
    /// <summary>The number of fraction bits of a weight.</summary>
    public const int FractionBits = RatingWeights.FractionBits;

    /// <summary>A weight of 1.</summary>
    public const int Unit = 1 << FractionBits;

    /// <summary>The greatest weight and the greatest factor.</summary>
    public const int Greatest = 16 * Unit;

    /// <summary>No group counts.</summary>
    public static LikeGroupWeights None { get; } = new([], [], new int[RatingWeights.Knots.Length], []);

    /// <summary>What the weights are multiplied by for a user with some ratings.</summary>
    public int FactorFor(int ratings)
    {
        if (Groups.Count == 0)
        {
            return 0;
        }

        if (ratings == 0)
        {
            return Unit;
        }

        Span<int> hats = stackalloc int[RatingWeights.Knots.Length];
        RatingWeights.WriteHats(ratings, hats);
        long sum = 0;
        for (int knot = 0; knot < hats.Length; knot++)
        {
            sum += (long)Factors[knot] * hats[knot];
        }

        return Rounded(sum);
    }

    /// <summary>A product with a weight or a factor without the fraction bits of these.</summary>
    public static int Rounded(long product) =>
        (int)Math.Clamp((product + (Unit / 2)) >> FractionBits, int.MinValue, int.MaxValue);

    /// <summary>Reads weights.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="groups">All groups.</param>
    public static LikeGroupWeights Read(SnapshotReader reader, IReadOnlyList<ContextGroup> groups)
    {
        int next = 0;
        List<ContextGroup> used = [];
        int[] weights = reader.ReadArray(reader.ReadCompact(groups.Count), reader =>
        {
            next += reader.ReadCompact(groups.Count);
            used.Add(next < groups.Count && groups[next] is { IsOfUsers: true, LooksAtItem: true } group
                ? group
                : throw reader.Invalid($"there is no group {next} of tables of likes"));
            next++;
            return reader.ReadCompact(Greatest) is > 0 and int weight
                ? weight
                : throw reader.Invalid("a group of tables of likes has no weight");
        });
        int[] factors = reader.ReadArray(RatingWeights.Knots.Length, static reader => reader.ReadCompact(Greatest));
        return new LikeGroupWeights(used, weights, factors, reader.ReadArray(reader.ReadCompact(int.MaxValue), CalibratedGroup.Read));
    }

    /// <summary>
    /// Writes the number of groups, compact, and for each how many groups lie between it and the one before, and its weight, compact each;
    /// the factors, compact each; number of calibrated groups, compact, and these.
    /// </summary>
    public void WriteTo(SnapshotWriter writer)
    {
        writer.WriteCompact((ulong)Groups.Count);
        int next = 0;
        for (int i = 0; i < Weights.Length; i++)
        {
            writer.WriteCompact((ulong)(Groups[i].Index - next));
            next = Groups[i].Index + 1;
            writer.WriteCompact((ulong)Weights[i]);
        }

        foreach (int factor in Factors)
        {
            writer.WriteCompact((ulong)factor);
        }

        writer.WriteCompact((ulong)Report.Count);
        foreach (CalibratedGroup group in Report)
        {
            group.WriteTo(writer);
        }
    }
}
