using System.Buffers;
using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.StateMachines;
using WeightlessNet.Recommenders.WeightedNetworks;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Storage;
using Xunit;

namespace WeightlessNet.Tests.Storage;

/// <summary>Snapshots that name many items and users, with options that make each of them large, and end before their numbers.</summary>
public sealed class SnapshotMemoryTests
{
    private const int Items = 60_000;
    private const int Users = 30_000;

    // What does not depend on the number of items and users: the reader's section, and matrices of the size in the options.
    private const long BaseBytes = 16 << 20;
    private const long BytesPerInputByte = 64;

    private static readonly RatingScale Scale = RatingScale.Stars;

    private static readonly Lazy<ItemCatalog> Catalog = new(static () =>
    {
        int[] items = [.. Enumerable.Range(0, Items)];
        FeatureSchema<int> schema = new FeatureSchemaBuilder<int>()
            .LinearThermometer("price", item => item & 7, 0, 7, 9)
            .OneHot("brand", item => $"{item % 20}")
            .Fit(items);
        return ItemCatalog.Create(schema, items);
    });

    public static TheoryData<string> Kinds =>
    [
        "factorization", "factorization of a catalog", "factorization of version 0.1", "implicit factorization", "EASE", "item neighbors",
        "user neighbors", "weighted networks", "state machines", "weightless", "ranking",
    ];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Memory_is_in_proportion_to_the_bytes_read(string kind)
    {
        RatingLog none = new(Scale);
        RatingLog many = new(Scale);
        for (int user = 0; user < Users; user++)
        {
            many.Set(new Rating(user, user % 7, 4), out _);
        }

        foreach (RatingLog log in (RatingLog[])[none, many])
        {
            byte[] bytes = Saved(writer =>
            {
                Begin(writer, kind, log);
                writer.Write(new byte[SnapshotFormat.SectionLength]);
            });
            ISnapshot? loaded = null;
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                loaded = Load(kind, new MemoryStream(bytes));
            }
            catch (InvalidDataException)
            {
                // Most end too early.
            }

            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated <= BaseBytes + (BytesPerInputByte * bytes.Length), $"{kind}: {allocated} bytes for {bytes.Length}");
            GC.KeepAlive(loaded);
        }
    }

    private static void Begin(SnapshotWriter writer, string kind, RatingLog log)
    {
        switch (kind)
        {
            case "factorization":
            case "factorization of a catalog":
                MatrixFactorizationOptions wide = new() { Factors = 256, AudienceFactors = 256 };
                StoredHead.Write(writer, SnapshotKind.MatrixFactorizationRecommender, 1, Items, Scale, log, 2);
                wide.WriteTo(writer);
                bool hasCatalog = kind != "factorization";
                writer.Write((byte)(hasCatalog ? 1 : 0));
                if (hasCatalog)
                {
                    writer.WriteObject(Catalog.Value);
                }

                break;
            case "factorization of version 0.1":
                StoredHead.Write(writer, SnapshotKind.MatrixFactorizationRecommender, 1, Items, Scale, log);
                new MatrixFactorizationOptions { Factors = 256, AudienceFactors = 0 }.WriteTo(writer);
                break;
            case "implicit factorization":
                StoredHead.Write(writer, SnapshotKind.ImplicitFactorizationRecommender, 1, Items, Scale, log);
                new ImplicitFactorizationOptions { Factors = 512 }.WriteTo(writer);
                break;
            case "EASE":
                StoredHead.Write(writer, SnapshotKind.EaseRecommender, null, Items, Scale, log);
                new EaseOptions().WriteTo(writer);
                break;
            case "item neighbors":
                StoredHead.Write(writer, SnapshotKind.ItemNeighborRecommender, null, Items, Scale, log);
                new NeighborOptions().WriteTo(writer);
                break;
            case "user neighbors":
                StoredHead.Write(writer, SnapshotKind.UserNeighborRecommender, null, Items, Scale, log);
                new NeighborOptions().WriteTo(writer);
                break;
            case "weighted networks":
                StoredHead.Write(writer, SnapshotKind.WeightedNetworkRecommender, 1, Items, Scale, log);
                new WeightedNetworkOptions { HiddenUnits = 256 }.WriteTo(writer);
                writer.WriteObject(Catalog.Value);
                break;
            case "state machines":
                StoredHead.Write(writer, SnapshotKind.StateMachineRecommender, 1, Items, Scale, log);
                new StateMachineOptions().WriteTo(writer);
                writer.WriteObject(Catalog.Value);
                break;
            case "weightless":
                StoredHead.Write(writer, SnapshotKind.WeightlessRecommender, 1, Items, Scale, log);
                new WeightlessOptions().WriteTo(writer);
                writer.WriteObject(Catalog.Value);
                writer.WriteCompact(0);
                writer.WriteCompact(0);
                break;
            default:
                StoredHead.Write(writer, SnapshotKind.WeightlessRankingRecommender, 1, Items, Scale, log);
                new WeightlessRankingOptions().WriteTo(writer);
                writer.WriteObject(Catalog.Value);
                StoredItems.WriteRemoved(writer, []);
                break;
        }

        StoredRatings.Write(writer, log, Items);
    }

    private static ISnapshot Load(string kind, MemoryStream stream) => kind switch
    {
        "implicit factorization" => Snapshot.Load<ImplicitFactorizationRecommender>(stream),
        "EASE" => Snapshot.Load<EaseRecommender>(stream),
        "item neighbors" => Snapshot.Load<ItemNeighborRecommender>(stream),
        "user neighbors" => Snapshot.Load<UserNeighborRecommender>(stream),
        "weighted networks" => Snapshot.Load<WeightedNetworkRecommender>(stream),
        "state machines" => Snapshot.Load<StateMachineRecommender>(stream),
        "weightless" => Snapshot.Load<WeightlessRecommender>(stream),
        "ranking" => Snapshot.Load<WeightlessRankingRecommender>(stream),
        _ => Snapshot.Load<MatrixFactorizationRecommender>(stream),
    };

    private static byte[] Saved(Action<SnapshotWriter> write)
    {
        ArrayBufferWriter<byte> bytes = new();
        SnapshotWriter.Save(part => bytes.Write(part), write);
        return bytes.WrittenSpan.ToArray();
    }
}
