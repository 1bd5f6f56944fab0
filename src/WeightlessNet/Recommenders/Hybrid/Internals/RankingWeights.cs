using WeightlessNet.Recommenders.Weightless.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>How much popularity, each central model and each group of nodes add to a score. Immutable.</summary>
internal sealed class RankingWeights
{
    /// <summary>A weight of 1: weights are integers.</summary>
    public const int Unit = 1 << UnitBits;

    /// <summary>The number of fraction bits of a weight.</summary>
    public const int UnitBits = 10;

    /// <summary>The greatest weight.</summary>
    public const int Greatest = 1 << 22;

    // Without a training: over popularity as its logarithm is, and over central models so that networks correct their order only.
    private const int UntrainedGain = Unit * 3 / 2;
    private const int UntrainedGainOverCentral = Unit * 4 / 10;
    private const int UntrainedPopularityOverCentral = Unit * 3 / 10;

    /// <param name="popularity">The weight of the logarithm of popularity, 1 or more.</param>
    /// <param name="centrals">The weight of each central model; null if they are scaled by the user's best score.</param>
    /// <param name="groups">The groups that are read, with their weights.</param>
    /// <param name="report">What was learned; null without a training.</param>
    public RankingWeights(int popularity, int[]? centrals, WeightedGroup[] groups, IReadOnlyList<CalibratedGroup>? report)
    {
        Popularity = popularity;
        Centrals = centrals;
        Groups = groups;
        Report = report;
    }

    public int Popularity { get; }

    /// <summary>The weight of each central model; null if each is scaled by the user's best score, as without a training.</summary>
    public int[]? Centrals { get; }

    public WeightedGroup[] Groups { get; }

    public IReadOnlyList<CalibratedGroup>? Report { get; }

    /// <summary>Learned weights with those of the central models multiplied by factors, also in the report.</summary>
    /// <param name="factors">A factor for each central model, at most 1.</param>
    public RankingWeights Times(double[] factors) => new(
        Popularity,
        [.. Centrals!.Zip(factors, static (weight, factor) => (int)Math.Round(weight * factor))],
        Groups,
        [.. Report!.Select((part, index) => index > 0 && index <= factors.Length ? part.Times(factors[index - 1]) : part)]);

    /// <summary>The weights without a training: the groups share the default gain.</summary>
    public static RankingWeights Untrained(LogOddsGroup[] groups, bool hasCentral) =>
        Of(groups, hasCentral, GainOver(hasCentral) / Math.Max(1, groups.Length));

    /// <summary>The weights without a training and with central models that know nothing yet.</summary>
    public static RankingWeights Unread(LogOddsGroup[] groups, int centrals)
    {
        var weights = Untrained(groups, hasCentral: false);
        return new RankingWeights(weights.Popularity, new int[centrals], weights.Groups, null);
    }

    /// <summary>The weights of version 0.1: each group has the whole gain, the default one if null.</summary>
    public static RankingWeights OfGain(LogOddsGroup[] groups, bool hasCentral, double? gain) =>
        Of(groups, hasCentral, gain is double given ? (int)Math.Round(given * Unit) : GainOver(hasCentral));

    private static int GainOver(bool hasCentral) => hasCentral ? UntrainedGainOverCentral : UntrainedGain;

    private static RankingWeights Of(LogOddsGroup[] groups, bool hasCentral, int gain) => new(
        hasCentral ? UntrainedPopularityOverCentral : Unit,
        null,
        gain == 0 ? [] : [.. groups.Select(group => new WeightedGroup(group, new ReadingWeights(gain, 0)))],
        null);

    // Weight of popularity, compact. 1, u8, and the weight of each central model, compact each, or 0, u8, if they are scaled by the user's
    // best score. Number of groups, compact; of each: kind, u8; field, nodes, weight of likes, weight of ratings, compact each. 1, u8, and
    // the report, or 0, u8: number of parts, compact; of each: name, text; weight, metric with it, metric without it, f64 each.
    public void WriteTo(SnapshotWriter writer)
    {
        writer.WriteCompact((ulong)Popularity);
        writer.Write((byte)(Centrals is null ? 0 : 1));
        foreach (int weight in Centrals ?? [])
        {
            writer.WriteCompact((ulong)weight);
        }

        writer.WriteCompact((ulong)Groups.Length);
        foreach ((LogOddsGroup group, ReadingWeights readings) in Groups)
        {
            writer.Write((byte)group.Kind);
            writer.WriteCompact((ulong)group.Field);
            writer.WriteCompact((ulong)group.Nodes);
            writer.WriteCompact((ulong)readings.Likes);
            writer.WriteCompact((ulong)readings.Ratings);
        }

        writer.Write((byte)(Report is null ? 0 : 1));
        if (Report is not null)
        {
            writer.WriteCompact((ulong)Report.Count);
            foreach (CalibratedGroup part in Report)
            {
                part.WriteTo(writer);
            }
        }
    }

    /// <summary>Reads weights that a training with this number of nodes could have made.</summary>
    public static RankingWeights Read(SnapshotReader reader, int centrals, RankingFields fields, int nodes)
    {
        int popularity = reader.ReadCompact(Greatest);
        int[]? weights = reader.ReadBoolean() ? reader.ReadArray(centrals, static reader => reader.ReadCompact(Greatest)) : null;
        WeightedGroup[] groups = reader.ReadArray(reader.ReadCompact(int.MaxValue), reader => ReadGroup(reader, fields, nodes));
        CalibratedGroup[]? report = reader.ReadBoolean()
            ? reader.ReadArray(reader.ReadCompact(int.MaxValue), CalibratedGroup.Read)
            : null;
        bool isAscending = true;
        for (int i = 1; i < groups.Length; i++)
        {
            (LogOddsGroup before, LogOddsGroup group) = (groups[i - 1].Group, groups[i].Group);
            isAscending &= (before.Kind, before.Field).CompareTo((group.Kind, group.Field)) < 0;
        }

        if (popularity == 0 || !isAscending)
        {
            throw reader.Invalid("the weight of popularity must be above 0, and groups in ascending order");
        }

        return groups.Count(weighted => weighted.Group.Kind == LogOddsGroupKind.Field) <= LogOddsGroup.MostFields
            ? new RankingWeights(popularity, weights, groups, report)
            : throw reader.Invalid($"more than {LogOddsGroup.MostFields} fields have groups of nodes of their own");
    }

    private static WeightedGroup ReadGroup(SnapshotReader reader, RankingFields fields, int nodes)
    {
        LogOddsGroup group = new(
            (LogOddsGroupKind)reader.Read<byte>(),
            reader.ReadCompact(int.MaxValue),
            reader.ReadCompact(2 * WeightlessRankingOptions.MaximumNodes));
        ReadingWeights readings = new(reader.ReadCompact(Greatest), reader.ReadCompact(Greatest));
        bool isKnown = Enum.IsDefined(group.Kind) && group.HasNodesOf(nodes) && readings.Sum > 0 && group.HasBits(fields)
            && (group.Kind == LogOddsGroupKind.Field || group.Field == 0);
        return isKnown
            ? new WeightedGroup(group, readings)
            : throw reader.Invalid($"there is no group {group} with weights {readings.Likes} and {readings.Ratings}");
    }
}
