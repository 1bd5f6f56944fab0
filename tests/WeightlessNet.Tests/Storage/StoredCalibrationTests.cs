using System.Buffers;
using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Baselines;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Recommenders.Hybrid.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Recommenders.Weightless.Internals;
using WeightlessNet.Storage;
using Xunit;

namespace WeightlessNet.Tests.Storage;

/// <summary>Snapshots of hybrids and rankings with weights that no calibration learns.</summary>
public sealed class StoredCalibrationTests
{
    private const int Items = 9;

    private static readonly ItemCatalog Catalog = CatalogOf(3);

    [Fact]
    public void Groups_of_a_hybrid_that_look_at_nothing_are_refused()
    {
        Assert.Equal(Items, Load(Hybrid([NodeGroup.Mixed, 0, 2])).ItemCount);
        int[][] bad =
        [
            [], [NodeGroup.Mixed, 1], [3], [0, 0], [2, 0], [NodeGroup.Lowest - 1], [NodeGroup.Audience],
        ];
        foreach (int[] groups in bad)
        {
            Refused(() => Load(Hybrid(groups)), $"groups {string.Join(' ', groups)}");
        }
    }

    [Fact]
    public void More_groups_of_fields_than_a_calibration_makes_are_refused()
    {
        ItemCatalog wide = CatalogOf(80);
        int[] most = [.. Enumerable.Range(2, NetworkLayout.MostFieldGroups)];

        Assert.Equal(Items, Load(Hybrid([NodeGroup.Mixed, .. most], wide)).ItemCount);
        Refused(() => Load(Hybrid([NodeGroup.Mixed, .. most, 70], wide)), "too many groups");
        Refused(() => Load(Hybrid([.. most, 60, 70], wide)), "too many groups");
    }

    [Fact]
    public void Weights_of_a_hybrid_that_are_negative_or_too_large_are_refused()
    {
        int[] groups = [NodeGroup.Mixed, 0];
        const int Rows = (2 * 2) + (3 * 2);
        for (int row = 0; row < Rows; row++)
        {
            // The first central model has what the others leave of 1.
            byte[] negative = Hybrid(groups, weights: rows => rows[row][3] = -1);
            if (row < 2)
            {
                Assert.Equal(Items, Load(negative).ItemCount);
            }
            else
            {
                Refused(() => Load(negative), $"row {row}");
            }

            int[] large = [RatingWeights.MaximumWeight + 1, -RatingWeights.MaximumWeight - 1, int.MaxValue, int.MinValue];
            foreach (int weight in large)
            {
                Refused(() => Load(Hybrid(groups, weights: rows => rows[row][0] = weight)), $"{weight} in row {row}");
            }
        }

        Refused(() => Load(Hybrid(groups, rareGain: -1)), "a negative gain");
        Refused(() => Load(Hybrid(groups, rareGain: RatingWeights.MaximumWeight + 1)), "too large a gain");
    }

    public static TheoryData<double, double, double> BadReports => new()
    {
        { double.NaN, 1, 1 }, { 1, double.PositiveInfinity, 1 }, { 1, 1, double.NaN }, { -0.5, 1, 1 }, { 1, -1, 1 }, { 1, 1, -1 },
    };

    [Theory]
    [MemberData(nameof(BadReports))]
    public void A_report_with_numbers_that_cannot_be_is_refused(double weight, double with, double without)
    {
        CalibratedGroup good = new("all fields", 0.5) { With = 0.8, Without = 0.9 };
        CalibratedGroup bad = new("all fields", weight) { With = with, Without = without };

        Assert.Equal(good, Assert.Single(Load(Hybrid([NodeGroup.Mixed], report: good)).Calibration));
        Assert.Equal(good, Assert.Single(LoadRanking(Ranking(report: good)).Calibration!));
        Refused(() => Load(Hybrid([NodeGroup.Mixed], report: bad)), "a report");
        Refused(() => LoadRanking(Ranking(report: bad)), "a report");
    }

    [Fact]
    public void Groups_of_a_ranking_over_fields_without_bits_and_weights_out_of_range_are_refused()
    {
        LogOddsGroup field = new(LogOddsGroupKind.Field, 0, 64);
        Assert.Equal(Items, LoadRanking(Ranking([new(field, new ReadingWeights(3, 5))])).ItemCount);
        Assert.Equal(Items, LoadRanking(Ranking(popularity: RankingWeights.Greatest)).ItemCount);

        Refused(() => LoadRanking(Ranking([new(field with { Field = 1 }, new ReadingWeights(3, 5))])), "a field without bits");
        Refused(() => LoadRanking(Ranking([new(field with { Kind = (LogOddsGroupKind)77 }, new ReadingWeights(3, 5))])), "a kind");
        foreach (int weight in (int[])[-1, RankingWeights.Greatest + 1])
        {
            Refused(() => LoadRanking(Ranking([new(field, new ReadingWeights(weight, 5))])), $"likes {weight}");
            Refused(() => LoadRanking(Ranking([new(field, new ReadingWeights(5, weight))])), $"ratings {weight}");
            Refused(() => LoadRanking(Ranking(popularity: weight)), $"popularity {weight}");
        }

        Refused(() => LoadRanking(Ranking(popularity: 0)), "popularity 0");
    }

    // Field 1 has no bits.
    private static ItemCatalog CatalogOf(int fields)
    {
        int[] items = [.. Enumerable.Range(0, Items)];
        FeatureSchemaBuilder<int> builder = new();
        for (int field = 0; field < fields; field++)
        {
            int at = field;
            builder.OneHot($"field {field}", item => at == 1 ? null : $"{(item + at) % 3}");
        }

        ItemCatalog catalog = ItemCatalog.Create(builder.Fit(items), items);
        Assert.Equal(0, catalog.Fields[1].BitCount);
        return catalog;
    }

    private static byte[] Hybrid(
        int[] groups,
        ItemCatalog? catalog = null,
        Action<int[][]>? weights = null,
        int rareGain = 0,
        CalibratedGroup? report = null) => Saved(writer =>
    {
        writer.BeginObject(SnapshotKind.HybridRecommender, 3);
        writer.Write(1UL);
        writer.Write((byte)0);
        writer.WriteCompact(1_000_000);
        writer.WriteObject(new WeightlessRecommender(catalog ?? Catalog, RatingScale.Stars));
        writer.Write((byte)1);

        // Two central models that were trained elsewhere.
        writer.WriteCompact(2);
        writer.Write((byte)0);
        writer.Write((byte)0);
        StoredRecommender.Write(writer, new BiasRecommender(Items, RatingScale.Stars));
        StoredRecommender.Write(writer, new UserMeanRecommender(Items, RatingScale.Stars));

        int[][] rows = [.. Enumerable.Range(0, (2 * 2) + (3 * groups.Length)).Select(row => Enumerable.Repeat(row + 1, 5).ToArray())];
        weights?.Invoke(rows);
        new RatingWeights(groups, 2, rows, rareGain).WriteTo(writer);
        writer.Write((byte)0);
        writer.WriteCompact((ulong)(report is null ? 0 : 1));
        report?.WriteTo(writer);
    });

    private static byte[] Ranking(WeightedGroup[]? groups = null, int popularity = 1, CalibratedGroup? report = null) => Saved(writer =>
    {
        WeightlessRankingOptions options = new();
        writer.BeginSeededObject(SnapshotKind.WeightlessRankingRecommender, options.Seed, Items, 0, 0);
        RatingScale.Stars.WriteTo(writer);
        options.WriteTo(writer);
        writer.WriteObject(Catalog);
        StoredItems.WriteRemoved(writer, []);
        StoredRatings.Write(writer, new RatingLog(RatingScale.Stars), Items);
        writer.WriteCompact(0);
        writer.Write((byte)0);
        new RankingWeights(popularity, null, groups ?? [], report is CalibratedGroup one ? [one] : null).WriteTo(writer);
    });

    private static HybridRecommender Load(byte[] bytes) => Snapshot.Load<HybridRecommender>(new MemoryStream(bytes));

    private static WeightlessRankingRecommender LoadRanking(byte[] bytes) =>
        Snapshot.Load<WeightlessRankingRecommender>(new MemoryStream(bytes));

    private static void Refused(Func<object> load, string what)
    {
        Exception? failure = Record.Exception(load);
        Assert.True(failure is InvalidDataException, $"{what}: {failure?.ToString() ?? "accepted"}");
    }

    private static byte[] Saved(Action<SnapshotWriter> write)
    {
        ArrayBufferWriter<byte> bytes = new();
        SnapshotWriter.Save(part => bytes.Write(part), write);
        return bytes.WrittenSpan.ToArray();
    }
}
