using WeightlessNet.Recommenders.Weightless.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Context.Internals;

/// <summary>How much each group of tables counts, by the number of the user's ratings, in units of 1/1024.</summary>
/// <param name="Groups">The groups that count.</param>
/// <param name="Rows">For each, its weight at each number of ratings of <see cref="RatingWeights.Knots"/>.</param>
/// <remarks>Immutable and thread-safe.</remarks>
internal sealed record ContextWeights(IReadOnlyList<ContextGroup> Groups, int[][] Rows)
{
    private const int SmallestWeight = (1 << RatingWeights.FractionBits) / 200;

    /// <summary>No group counts.</summary>
    public static ContextWeights None { get; } = new([], []);

    /// <summary>Learned weights, without the groups whose weights are all small.</summary>
    /// <param name="groups">All groups.</param>
    /// <param name="weights">The weights, one for each group and knot.</param>
    public static ContextWeights Of(IReadOnlyList<ContextGroup> groups, double[] weights)
    {
        int knots = RatingWeights.Knots.Length;
        int[][] rows =
        [
            .. groups.Select((_, group) => Array.ConvertAll(
                weights[(group * knots)..((group + 1) * knots)],
                static weight => (int)Math.Clamp(Math.Round(weight * (1 << RatingWeights.FractionBits)), 0, RatingWeights.MaximumWeight))),
        ];
        int[] kept = [.. Enumerable.Range(0, groups.Count).Where(group => rows[group].Max() >= SmallestWeight)];
        return new ContextWeights([.. kept.Select(group => groups[group])], [.. kept.Select(group => rows[group])]);
    }

    /// <summary>The weights for a user with a number of ratings.</summary>
    public long[] For(int ratings)
    {
        Span<int> hats = stackalloc int[RatingWeights.Knots.Length];
        RatingWeights.WriteHats(ratings, hats);
        long[] weights = new long[Rows.Length];
        for (int group = 0; group < weights.Length; group++)
        {
            long sum = 0;
            for (int knot = 0; knot < hats.Length; knot++)
            {
                sum += (long)Rows[group][knot] * hats[knot];
            }

            weights[group] = sum >> RatingWeights.FractionBits;
        }

        return weights;
    }

    public static ContextWeights Read(SnapshotReader reader, IReadOnlyList<ContextGroup> groups)
    {
        int next = 0;
        List<ContextGroup> used = [];
        int[][] rows = reader.ReadArray(reader.ReadCompact(groups.Count), reader =>
        {
            next += reader.ReadCompact(groups.Count);
            used.Add(next < groups.Count
                ? groups[next]
                : throw reader.Invalid($"there are {groups.Count} groups of tables, not {next + 1}"));
            next++;
            return reader.ReadArray(RatingWeights.Knots.Length, static reader => reader.ReadCompact(RatingWeights.MaximumWeight));
        });
        return new ContextWeights(used, rows);
    }

    /// <summary>
    /// Writes the number of groups and, for each, how many groups lie between it and the one before, and its weights, compact each.
    /// </summary>
    public void WriteTo(SnapshotWriter writer)
    {
        writer.WriteCompact((ulong)Groups.Count);
        int next = 0;
        for (int group = 0; group < Groups.Count; group++)
        {
            writer.WriteCompact((ulong)(Groups[group].Index - next));
            next = Groups[group].Index + 1;
            foreach (int weight in Rows[group])
            {
                writer.WriteCompact((ulong)weight);
            }
        }
    }
}
