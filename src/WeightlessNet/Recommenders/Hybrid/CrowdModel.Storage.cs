using WeightlessNet.Recommenders.Crowd.Internals;
using WeightlessNet.Recommenders.Hybrid.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Recommenders.Weightless.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Hybrid;

public sealed partial class CrowdModel : ISnapshot<CrowdModel>
{
    // So that the number of ratings fits in 32 bits after a user has added some.
    private const long MostRatings = 2_000_000_000;

    static SnapshotKind ISnapshot<CrowdModel>.Kind => SnapshotKind.CrowdModel;

    // Seed: of the mapping. Shape: items. Content: the scale; the options; the catalog, an object; number of removed items, compact, and
    // their ids, ascending, compact each; of each item the number of ratings and their sum in units, compact each; of each level of the
    // scale the number of ratings, compact; if a shrinkage is learned: the sum of the squares of the ratings, the number of users with
    // ratings, the sum of the squares of their numbers of ratings, and of the squares of their sums divided by the numbers, rounded down,
    // compact each; 0, u8, or 1, u8, and: the central model; the weights; 1, u8, and the audience, an object, which may lack
    // the last items, or 0, u8.
    void ISnapshot.WriteTo(SnapshotWriter writer)
    {
        writer.BeginSeededObject(SnapshotKind.CrowdModel, Options.Seed, ItemCount);
        Scale.WriteTo(writer);
        Options.WriteTo(writer);
        writer.WriteObject(_content.Catalog);
        writer.WriteCompact((ulong)_content.Removed.Length);
        foreach (int item in _content.Removed)
        {
            writer.WriteCompact((ulong)item);
        }

        for (int item = 0; item < ItemCount; item++)
        {
            writer.WriteCompact((ulong)_content.Counts[item]);
            writer.WriteCompact((ulong)_content.Sums[item]);
        }

        foreach (long count in _content.LevelCounts)
        {
            writer.WriteCompact((ulong)count);
        }

        if (Options.LearnsShrinkage)
        {
            writer.WriteCompact((ulong)_content.Moments.Squares);
            writer.WriteCompact((ulong)_content.Moments.Users.Count);
            writer.WriteCompact((ulong)_content.Moments.Users.SquaredCounts);
            writer.WriteCompact((ulong)_content.Moments.Users.Squares);
        }

        writer.Write((byte)(_central is null ? 0 : 1));
        if (_central is null)
        {
            return;
        }

        _central.WriteTo(writer);
        _content.Calibrated.Weights!.WriteTo(writer);
        writer.Write((byte)(_content.Calibrated.Audience is null ? 0 : 1));
        if (_content.Calibrated.Audience is ItemCatalog audience)
        {
            writer.WriteObject(audience);
        }
    }

    static CrowdModel ISnapshot<CrowdModel>.ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        int items = head.SeededShape(1)[0];
        var scale = RatingScale.Read(reader);
        var options = WeightlessOptions.Read(reader, head.Seed);
        var catalog = ItemCatalog.ReadOf(reader, items);
        RecommenderArguments.Check(catalog, scale);
        int[] removed = ReadRemoved(reader, items);

        // Read before the items' addresses are made, so that there have been bytes for every item.
        (int Count, long Sum)[] sums = reader.ReadArray(items, ReadSum);
        long[] levels = reader.ReadArray(scale.LevelCount, static reader => (long)reader.ReadCompact(int.MaxValue));
        if (levels.Sum() != sums.Sum(static item => (long)item.Count))
        {
            throw reader.Invalid("the levels must have as many ratings as the items");
        }

        if (levels.Sum() > MostRatings)
        {
            throw reader.Invalid($"there must be at most {MostRatings} ratings");
        }

        int[] counts = [.. sums.Select(static item => item.Count)];
        long[] sumsOfItems = [.. sums.Select(static item => item.Sum)];
        SharedContent content = new(
            scale,
            options,
            catalog,
            removed,
            counts,
            sumsOfItems,
            levels,
            options.LearnsShrinkage ? ReadMoments(reader, counts, sumsOfItems) : default,
            new Calibrated(null, null, null));
        return reader.ReadBoolean() ? ReadCentral(reader, content) : new CrowdModel(content, null);
    }

    private static CrowdModel ReadCentral(SnapshotReader reader, SharedContent content)
    {
        ItemCatalog catalog = content.Catalog;
        CentralModel central = CentralModel.Read(reader, catalog.Count, content.Scale);
        if (central.WithoutUsers() is null || central.UserIdBound > 0)
        {
            throw reader.Invalid("a central model must be a factorization without users");
        }

        RatingWeights weights = RatingWeights.Read(reader, central.ModelCount, catalog.Fields, hasLatest: true);
        ItemCatalog? audience = reader.ReadBoolean() ? ItemCatalog.ReadWithin(reader, catalog.Count) : null;
        return audience is null == weights.Groups.Contains(NodeGroup.Audience)
            ? throw reader.Invalid("there must be bits of an audience if and only if a group of nodes looks at it")
            : new CrowdModel(
                content with { Calibrated = new Calibrated(new CentralAnswers(central), weights, audience) }, central);
    }

    private static (int Count, long Sum) ReadSum(SnapshotReader reader)
    {
        int count = reader.ReadCompact(int.MaxValue);
        ulong sum = reader.ReadCompact();
        return sum <= (ulong)count * RatingUnits.Range
            ? (count, (long)sum)
            : throw reader.Invalid($"{count} ratings cannot have a sum of {sum} units");
    }

    private static RatingMoments ReadMoments(SnapshotReader reader, int[] counts, long[] sums)
    {
        ulong squares = reader.ReadCompact();
        TotalsMoments users = new(reader.ReadCompact(int.MaxValue), ReadLong(reader), ReadLong(reader));
        long ratings = counts.Sum(static count => (long)count);
        return squares <= (ulong)ratings * RatingUnits.Range * RatingUnits.Range
            && users.Squares <= (long)squares
            && users.Count <= ratings
            && users.SquaredCounts >= ratings
            && users.SquaredCounts <= ratings * ratings
                ? RatingMoments.Of(counts, sums, (long)squares, users)
                : throw reader.Invalid($"{ratings} ratings cannot have such sums over users");
    }

    private static long ReadLong(SnapshotReader reader) => reader.ReadCompact() is ulong value and <= long.MaxValue
        ? (long)value
        : throw reader.Invalid("a sum over users is too large");

    private static int[] ReadRemoved(SnapshotReader reader, int items)
    {
        int before = -1;
        return reader.ReadArray(reader.ReadCompact(items), reader =>
        {
            int item = reader.ReadCompact(items - 1);
            if (item <= before)
            {
                throw reader.Invalid($"removed items must be ascending, but {item} follows {before}");
            }

            return before = item;
        });
    }
}
