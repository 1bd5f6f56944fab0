using System.Buffers;
using WeightlessNet.Discriminators;
using WeightlessNet.Encoders;
using WeightlessNet.Models;
using WeightlessNet.Nodes;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Baselines;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Recommenders.Hybrid.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.StateMachines;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Recommenders.Weightless.Internals;
using WeightlessNet.StateMachines;
using WeightlessNet.Storage;
using WeightlessNet.Tests.Recommenders;
using WeightlessNet.Tests.Recommenders.Hybrid;
using Xunit;

namespace WeightlessNet.Tests.Storage;

/// <summary>Well-formed content that is not a valid state of the type, and content that is not stored.</summary>
public sealed class StoredContentTests
{
    private static readonly InputLayer Layer = new(TupleMapping.Random(6, 3, 2, 1));

    public static TheoryData<string> Storages => ["dense", "sparse", "hashed once", "hashed twice", "conservative"];

    [Theory]
    [MemberData(nameof(Storages))]
    public void Impossible_counts_of_a_node_are_refused(string name)
    {
        NodeStorage storage = StorageNamed(name);
        int most = 3 * Math.Max(1, storage.Hashes);

        // Node 0 has cells 1 and 2, node 1 cell 0: three examples of one label.
        foreach (int second in (int[])[1, 2, 3])
        {
            foreach (int third in (int[])[2, 3])
            {
                byte[] bytes = Wisard(storage, "a", 3, [new(0, 1, 0, 2), new(0, 2, 0, second), new(1, 0, 0, third)]);
                bool isState = 2 + second >= 3 && 2 + second <= most && third == 3;
                if (isState)
                {
                    Assert.Equal(3, Snapshot.Load<WisardClassifier<string>>(new MemoryStream(bytes)).ExampleCount);
                }
                else
                {
                    string message = Refused(() => Snapshot.Load<WisardClassifier<string>>(new MemoryStream(bytes)));
                    Assert.Contains(2 + second > most || 2 + second < 3 ? "in node 0" : "in node 1", message, StringComparison.Ordinal);
                }
            }
        }

        // A node without any cell, the first or the last.
        foreach (int node in (int[])[0, 1])
        {
            byte[] bytes = Wisard(storage, "a", 3, [new(node, 1, 0, 3)]);
            Assert.Contains(
                $"in node {1 - node}",
                Refused(() => Snapshot.Load<WisardClassifier<string>>(new MemoryStream(bytes))),
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_label_that_could_not_be_learned_is_refused()
    {
        byte[] bytes = Wisard(NodeStorage.Sparse, "\uD800", 3, [new(0, 1, 0, 3), new(1, 1, 0, 3)]);

        string message = Refused(() => Snapshot.Load<WisardClassifier<string>>(new MemoryStream(bytes)));
        Assert.Contains("surrogate", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Impossible_sums_of_a_regression_are_refused()
    {
        (int Node, ulong Address, long Count, long Sum)[] good = [(0, 1, 1, 5), (0, 2, 1, -7), (1, 3, 2, -2)];
        Assert.Equal(2, Snapshot.Load<RegressionWisard>(new MemoryStream(Regression(good))).ExampleCount);
        (int, ulong, long, long)[][] bad =
        [
            [(0, 1, 1, 5), (0, 2, 1, -6), (1, 3, 2, -2)],
            [(0, 1, 1, 5), (0, 2, 2, -7), (1, 3, 2, -2)],
            [(0, 1, 1, 5), (0, 2, 1, -7)],
            [(1, 3, 2, -2)],
            [(0, 2, 1, 5), (0, 1, 1, -7), (1, 3, 2, -2)],
            [(0, 1, 1, 5), (0, 8, 1, -7), (1, 3, 2, -2)],
            [(0, 1, 0, 0), (0, 2, 2, -2), (1, 3, 2, -2)],
        ];
        foreach ((int, ulong, long, long)[] cells in bad)
        {
            Refused(() => Snapshot.Load<RegressionWisard>(new MemoryStream(Regression(cells))));
        }
    }

    [Fact]
    public void More_ratings_of_a_user_than_the_maximum_are_refused()
    {
        RatingLog log = new(RatingScale.Stars);
        log.Set(new Rating(0, 1, 5), out _);
        log.Set(new Rating(0, 2, 4), out _);
        WeightlessRecommender? Load(int? most) => Snapshot.Load<WeightlessRecommender>(new MemoryStream(Saved(writer =>
        {
            WeightlessOptions options = new() { MaximumRatingsPerUser = most };
            writer.BeginSeededObject(SnapshotKind.WeightlessRecommender, options.Seed, 9, 1, 2);
            RatingScale.Stars.WriteTo(writer);
            options.WriteTo(writer);
            writer.WriteObject(Catalog());
            writer.WriteCompact(0);
            writer.WriteCompact(0);
            StoredRatings.Write(writer, log, 9);
        })));

        Assert.Equal(2, Load(null)!.RatingCount);
        Assert.Equal(2, Load(2)!.RatingCount);
        Assert.Contains("at most 1 ratings", Refused(() => Load(1)), StringComparison.Ordinal);
    }

    [Fact]
    public void An_applications_own_central_model_is_not_stored_and_a_refit_creates_one()
    {
        int made = 0;
        IRecommender Create()
        {
            made++;
            return new OwnRecommender(9, RatingScale.Stars);
        }

        HybridRecommender original = new(Catalog(), RatingScale.Stars, Create);
        original.Fit([new Rating(0, 1, 5), new Rating(1, 1, 4), new Rating(1, 2, 1)]);
        using MemoryStream stream = new(SnapshotCase.Save(original));
        HybridRecommender loaded = HybridRecommender.Load(stream, Create);

        Assert.NotNull(original.Central);
        Assert.Null(loaded.Central);
        Assert.Equal(3, loaded.RatingCount);
        made = 0;
        loaded.Refit();
        Assert.Equal(2, made);
        Assert.Equal(ObservedState.Of(original, 3), ObservedState.Of(loaded, 3));
    }

    [Fact]
    public void A_central_model_says_whether_a_snapshot_stores_it()
    {
        bool Stores(IRecommender recommender)
        {
            HybridRecommender hybrid = new(Catalog(), RatingScale.Stars);
            hybrid.Replace(CentralModel.FromPretrained(recommender));
            HybridRecommender loaded = Snapshot.Load<HybridRecommender>(new MemoryStream(SnapshotCase.Save(hybrid)));
            Assert.Equal(hybrid.Central!.CanBeStored, loaded.Central is not null);
            return hybrid.Central.CanBeStored;
        }

        EaseRecommender ease = new(9, RatingScale.Stars);
        Assert.True(Stores(ease));
        Assert.False(Stores(new HybridRecommender(Catalog(), RatingScale.Stars)));
        Assert.False(Stores(new PlainDecorator(ease)));
        Assert.False(Stores(new OwnRecommender(9, RatingScale.Stars)));
    }

    [Fact]
    public void A_ranking_over_an_applications_own_model_is_loaded_over_popularity()
    {
        WeightlessRankingRecommender original = new(Catalog(), RatingScale.Stars, null, [new OwnRecommender(9, RatingScale.Stars)]);
        WeightlessRankingRecommender plain = new(Catalog(), RatingScale.Stars, null, []);
        foreach (Rating rating in (Rating[])[new(0, 1, 5), new(1, 1, 4), new(1, 2, 1)])
        {
            original.Learn(rating);
            plain.Learn(rating);
        }

        WeightlessRankingRecommender loaded = Snapshot.Load<WeightlessRankingRecommender>(new MemoryStream(SnapshotCase.Save(original)));

        Assert.Equal(ObservedState.Of(plain, 3), ObservedState.Of(loaded, 3));
        loaded.Fit([new(0, 1, 5), new(1, 1, 4), new(1, 2, 1)]);
        Assert.Equal(ObservedState.Of(plain, 3), ObservedState.Of(loaded, 3));
        loaded.Replace(Catalog(), [new OwnRecommender(9, RatingScale.Stars)]);
        Assert.Equal(ObservedState.Of(original, 3), ObservedState.Of(loaded, 3));
    }

    [Fact]
    public void A_central_model_with_more_items_or_without_item_scores_is_refused()
    {
        byte[] Ranking(IRecommender central) => Saved(writer =>
        {
            WeightlessRankingOptions options = new();
            writer.BeginSeededObject(SnapshotKind.WeightlessRankingRecommender, options.Seed, 9, 0, 0);
            RatingScale.Stars.WriteTo(writer);
            options.WriteTo(writer);
            writer.WriteObject(Catalog());
            StoredItems.WriteRemoved(writer, []);
            StoredRatings.Write(writer, new RatingLog(RatingScale.Stars), 9);
            writer.WriteCompact(1);
            StoredRecommender.Write(writer, central);
            writer.Write((byte)0);
            RankingWeights.Untrained([], hasCentral: true).WriteTo(writer);
        });

        Assert.All((int[])[8, 9], items => Assert.Equal(9, Snapshot.Load<WeightlessRankingRecommender>(
            new MemoryStream(Ranking(new EaseRecommender(items, RatingScale.Stars)))).ItemCount));
        foreach (IRecommender central in (IRecommender[])
        [
            new EaseRecommender(10, RatingScale.Stars), new EaseRecommender(9, RatingScale.HalfStars),
            new BiasRecommender(9, RatingScale.Stars),
        ])
        {
            Refused(() => Snapshot.Load<WeightlessRankingRecommender>(new MemoryStream(Ranking(central))));
        }
    }

    [Fact]
    public void A_group_of_a_ranking_that_looks_at_nothing_is_refused()
    {
        byte[] Ranking(LogOddsGroup group, ReadingWeights readings) => Saved(writer =>
        {
            WeightlessRankingOptions options = new();
            writer.BeginSeededObject(SnapshotKind.WeightlessRankingRecommender, options.Seed, 9, 0, 0);
            RatingScale.Stars.WriteTo(writer);
            options.WriteTo(writer);
            writer.WriteObject(Catalog());
            StoredItems.WriteRemoved(writer, []);
            StoredRatings.Write(writer, new RatingLog(RatingScale.Stars), 9);
            writer.WriteCompact(0);
            writer.Write((byte)0);
            new RankingWeights(1, null, [new WeightedGroup(group, readings)], null).WriteTo(writer);
        });

        LogOddsGroup valid = new(LogOddsGroupKind.Field, 1, 64);
        byte[] saved = Ranking(valid, new ReadingWeights(0, 5));
        Assert.Equal(9, Snapshot.Load<WeightlessRankingRecommender>(new MemoryStream(saved)).ItemCount);
        LogOddsGroup[] bad =
        [
            valid with { Field = 3 },
            valid with { Nodes = 0 },
            valid with { Nodes = 65 },
            valid with { Nodes = 128 },
            new(LogOddsGroupKind.Fields, 0, 128),
            new(LogOddsGroupKind.Mixed, 0, 64),
            new(LogOddsGroupKind.Mixed, 0, 8192),
            valid with { Kind = LogOddsGroupKind.Audience, Field = 0 },
            valid with { Kind = LogOddsGroupKind.Fields },
            valid with { Kind = (LogOddsGroupKind)5 },
        ];
        foreach (LogOddsGroup group in bad)
        {
            Refused(() => Snapshot.Load<WeightlessRankingRecommender>(new MemoryStream(Ranking(group, new ReadingWeights(0, 5)))));
        }

        Refused(() => Snapshot.Load<WeightlessRankingRecommender>(new MemoryStream(Ranking(valid, new ReadingWeights(0, 0)))));
    }

    [Fact]
    public void A_ranking_with_more_addresses_than_there_is_room_for_is_refused()
    {
        const int Items = 60_000;
        int[] items = [.. Enumerable.Range(0, Items)];
        FeatureSchemaBuilder<int> schema = new();
        for (int field = 0; field < 17; field++)
        {
            int bit = field;
            schema.LinearThermometer($"field {field}", item => (item >> (bit % 8)) & 7, 0, 7, 9);
        }

        ItemCatalog catalog = ItemCatalog.Create(schema.Fit(items), items);
        byte[] Ranking(int nodes, int fields) => Saved(writer =>
        {
            WeightlessRankingOptions options = new() { Nodes = nodes };
            writer.BeginSeededObject(SnapshotKind.WeightlessRankingRecommender, options.Seed, Items, 0, 0);
            RatingScale.Stars.WriteTo(writer);
            options.WriteTo(writer);
            writer.WriteObject(catalog);
            StoredItems.WriteRemoved(writer, []);
            StoredRatings.Write(writer, new RatingLog(RatingScale.Stars), Items);
            writer.WriteCompact(0);
            writer.Write((byte)0);
            WeightedGroup[] groups =
            [
                new(new LogOddsGroup(LogOddsGroupKind.Fields, 0, nodes), new ReadingWeights(0, 5)),
                new(new LogOddsGroup(LogOddsGroupKind.Mixed, 0, 2 * nodes), new ReadingWeights(0, 5)),
                .. Enumerable.Range(0, fields)
                    .Select(field => new WeightedGroup(new LogOddsGroup(LogOddsGroupKind.Field, field, nodes), new ReadingWeights(0, 5))),
            ];
            new RankingWeights(1, null, groups, null).WriteTo(writer);
        });

        Assert.Equal(Items, Snapshot.Load<WeightlessRankingRecommender>(new MemoryStream(Ranking(1, 16))).ItemCount);
        Refused(() => Snapshot.Load<WeightlessRankingRecommender>(new MemoryStream(Ranking(1, 17))));
        byte[] large = Ranking(WeightlessRankingOptions.MaximumNodes, 16);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Refused(() => Snapshot.Load<WeightlessRankingRecommender>(new MemoryStream(large)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1L << 29);
    }

    [Fact]
    public void A_connector_that_is_code_is_not_stored()
    {
        StateMachineOptions options = new() { Connector = StateMachineConnector.Random(2, 1, 2, 1, 7) };
        StateMachineRecommender recommender = new(Catalog(), RatingScale.Stars, options);
        using MemoryStream stream = new();

        Assert.Throws<NotSupportedException>(() => recommender.Save(stream));
    }

    private static NodeStorage StorageNamed(string name) => name switch
    {
        "dense" => NodeStorage.Dense,
        "sparse" => NodeStorage.Sparse,
        "hashed once" => NodeStorage.Hashed(3),
        "hashed twice" => NodeStorage.Hashed(3, 2),
        _ => NodeStorage.HashedConservative(3, 2),
    };

    private static byte[] Wisard(NodeStorage storage, string label, ulong examples, CellCount[] cells) => Saved(writer =>
    {
        storage.BeginObject(writer, SnapshotKind.WisardClassifier, 1, 2);
        writer.Write((byte)1);
        new WisardOptions { Storage = storage }.WriteTo(writer);
        Layer.WriteTo(writer);
        if (storage.Kind != NodeStorageKind.Sparse)
        {
            // Two nodes of eight cells.
            writer.Write(cells.Aggregate(0UL, (used, cell) => used | (1UL << ((8 * cell.Node) + (int)cell.Address))));
        }

        writer.Write(label);
        writer.WriteCompact(examples);
        DiscriminatorBank.WriteCells(writer, cells);
    });

    private static byte[] Regression((int Node, ulong Address, long Count, long Sum)[] cells) => Saved(writer =>
    {
        void WriteSum(long sum)
        {
            writer.WriteCompactSigned(sum);
            writer.WriteCompact(0);
        }

        writer.BeginObject(SnapshotKind.RegressionWisard, 2);
        Layer.WriteTo(writer);
        writer.WriteCompact(2);
        WriteSum(-2);
        foreach ((int node, ulong address, long count, long sum) in cells)
        {
            writer.WriteCompact((ulong)node + 1);
            writer.WriteCompact(address);
            writer.WriteCompact((ulong)count);
            WriteSum(sum);
        }

        writer.WriteCompact(0);
    });

    private static ItemCatalog Catalog() => WeightlessRankingRecommenderTests.CatalogOf(9);

    private static byte[] Saved(Action<SnapshotWriter> write)
    {
        ArrayBufferWriter<byte> bytes = new();
        SnapshotWriter.Save(part => bytes.Write(part), write);
        return bytes.WrittenSpan.ToArray();
    }

    private static string Refused(Func<object?> load) => Assert.Throws<InvalidDataException>(load).Message;

    /// <summary>
    /// A recommender unknown to the library: an item's score is its id, and its predicted rating is its number of ratings.
    /// </summary>
    private sealed class OwnRecommender(int itemCount, RatingScale scale) : IItemScoringRecommender
    {
        private readonly int[] _ratings = new int[itemCount];

        public int ItemCount => itemCount;

        public RatingScale Scale => scale;

        public void Score(ReadOnlySpan<RatedItem> ratings, Span<float> scores)
        {
            for (int item = 0; item < scores.Length; item++)
            {
                scores[item] = item;
            }
        }

        public void Fit(ReadOnlySpan<Rating> ratings, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
        {
            Array.Clear(_ratings);
            foreach (Rating rating in ratings)
            {
                Learn(rating);
            }
        }

        public void Learn(in Rating rating) => _ratings[rating.Item]++;

        public double Predict(int user, int item) => item < itemCount ? scale.Clamp(1 + _ratings[item]) : scale.Minimum;

        public int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded = default) => 0;
    }
}
