using WeightlessNet.Bits;
using WeightlessNet.Recommenders.Context.Internals;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Context;

public sealed partial class ContextualRecommender : ISnapshot<ContextualRecommender>
{
    private const int Layout = 1;

    static SnapshotKind ISnapshot<ContextualRecommender>.Kind => SnapshotKind.ContextualRecommender;

    // Cells are not stored, because they are functions of the rest. Shape: the layout, 1. Content: the fields of users, then those of
    // moments, an ItemCatalog without items each; the hybrid; number of different moments, compact, and the bits of each, u64 per word, in
    // the order of the first rating; number of users with a description or a moment, compact, and for each: number of user ids between it
    // and the one before, compact; 1, u8, and the description, u64 per word, or 0, u8; number of ratings with a moment, compact, and for
    // each, by item: number of items between this one and the one before, and the position of the moment, compact each. Then the mean of
    // all ratings and the means of items at the last training; the weights of the groups; number of calibrated groups, compact, and for
    // each the name, the weight, the errors with and without it, f64 each.
    void ISnapshot.WriteTo(SnapshotWriter writer)
    {
        Action<SnapshotWriter> hybrid;
        KeyValuePair<int, UserContext>[] users;
        ItemMeans means;
        ContextWeights weights;
        IReadOnlyList<CalibratedGroup> calibration;
        lock (_changing)
        {
            hybrid = SnapshotWriter.Copy(copy => copy.WriteObject(_hybrid));
            users = [.. _users.Where(static user => user.Value.Description is not null || HasMoment(user.Value))];
            (means, weights, calibration) = (_tables.Means, _weights, _calibration);
        }

        writer.BeginObject(SnapshotKind.ContextualRecommender, Layout);
        Users.WriteTo(writer);
        Moments.WriteTo(writer);
        hybrid(writer);
        Array.Sort(users, static (a, b) => a.Key.CompareTo(b.Key));
        Dictionary<ContextPattern, int> moments = [];
        foreach (ContextRating rating in users.SelectMany(static user => user.Value.Ratings))
        {
            if (rating.Moment is not null)
            {
                moments.TryAdd(rating.Moment, moments.Count);
            }
        }

        writer.WriteCompact((ulong)moments.Count);
        foreach (ContextPattern moment in moments.Keys)
        {
            writer.Write<ulong>(moment.Bits);
        }

        writer.WriteCompact((ulong)users.Length);
        int before = -1;
        foreach ((int user, UserContext context) in users)
        {
            writer.WriteCompact((ulong)(user - before - 1));
            before = user;
            Write(writer, context, moments);
        }

        WriteLearned(writer, means, weights, calibration);
    }

    /// <summary>Writes what the last training has learned of the context. Fields, ratings and descriptions are stored elsewhere.</summary>
    internal void WriteLearned(SnapshotWriter writer)
    {
        ItemMeans means;
        ContextWeights weights;
        IReadOnlyList<CalibratedGroup> calibration;
        lock (_access)
        {
            (means, weights, calibration) = (_tables.Means, _weights, _calibration);
        }

        WriteLearned(writer, means, weights, calibration);
    }

    /// <summary>Reads what <see cref="WriteLearned(SnapshotWriter)"/> wrote, for the ratings and descriptions that are known now.</summary>
    internal void ReadLearned(SnapshotReader reader)
    {
        ItemMeans means = ItemMeans.Read(reader, ItemCount);
        _weights = ContextWeights.Read(reader, _layout.Groups);
        _calibration = reader.ReadArray(reader.ReadCompact(int.MaxValue), CalibratedGroup.Read);
        _tables = ContextTables.Of(_layout, _weights.Groups, means, _users.Values, _items);
    }

    private static void WriteLearned(
        SnapshotWriter writer, ItemMeans means, ContextWeights weights, IReadOnlyList<CalibratedGroup> calibration)
    {
        means.WriteTo(writer);
        weights.WriteTo(writer);
        writer.WriteCompact((ulong)calibration.Count);
        foreach (CalibratedGroup group in calibration)
        {
            group.WriteTo(writer);
        }
    }

    static ContextualRecommender ISnapshot<ContextualRecommender>.ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        int layout = head.Shape(1)[0];
        if (layout != Layout)
        {
            throw reader.Invalid($"the layout is {layout}, not {Layout}; a newer one needs a newer library");
        }

        var users = ContextFields.Read(reader);
        var moments = ContextFields.Read(reader);
        HybridRecommender hybrid = reader.ReadObject<HybridRecommender>();
        ContextualRecommender recommender = new(hybrid.CopyCatalog(), users, moments, null, () => hybrid);
        recommender.ReadContexts(reader);
        recommender.ReadLearned(reader);
        return recommender;
    }

    private static bool HasMoment(UserContext user) => Array.Exists(user.Ratings, static rating => rating.Moment is not null);

    private static void Write(SnapshotWriter writer, UserContext context, Dictionary<ContextPattern, int> moments)
    {
        writer.Write((byte)(context.Description is null ? 0 : 1));
        writer.Write<ulong>(context.Description?.Bits ?? []);
        writer.WriteCompact((ulong)context.Ratings.Count(static rating => rating.Moment is not null));
        int before = -1;
        foreach (ContextRating rating in context.Ratings)
        {
            if (rating.Moment is not null)
            {
                writer.WriteCompact((ulong)(rating.Item - before - 1));
                writer.WriteCompact((ulong)moments[rating.Moment]);
                before = rating.Item;
            }
        }
    }

    // The ratings that the hybrid has, of users of whom nothing else is known.
    private void TakeRatings()
    {
        foreach ((int user, UserContext context) in UserContext.AllOf(_hybrid.CopyLog(), _units, _users))
        {
            _users.Add(user, context);
        }
    }

    private void ReadContexts(SnapshotReader reader)
    {
        ContextPattern[] moments = reader.ReadArray(reader.ReadCompact(int.MaxValue), reader => ReadPattern(reader, Moments));
        TakeRatings();
        long next = 0;
        _ = reader.ReadArray(reader.ReadCompact(RecommenderArguments.UserBound), reader =>
        {
            long user = next + reader.ReadCompact(RecommenderArguments.UserBound);
            next = user + 1;
            if (user >= RecommenderArguments.UserBound)
            {
                throw reader.Invalid($"a user's id must be below {RecommenderArguments.UserBound}, not {user}");
            }

            ReadContext(reader, (int)user, moments);
            return true;
        });
    }

    private void ReadContext(SnapshotReader reader, int user, ContextPattern[] moments)
    {
        UserContext context = ContextOf(user);
        ContextRating[] ratings = [.. context.Ratings];
        ContextPattern? description = reader.ReadBoolean() ? ReadPattern(reader, Users) : null;
        long next = 0;
        int at = 0;
        for (int left = reader.ReadCompact(ratings.Length); left > 0; left--)
        {
            long item = next + reader.ReadCompact(ItemCount);
            next = item + 1;
            while (at < ratings.Length && ratings[at].Item < item)
            {
                at++;
            }

            int moment = reader.ReadCompact(int.MaxValue);
            if (at == ratings.Length || ratings[at].Item != item || moment >= moments.Length)
            {
                throw reader.Invalid($"there is a moment {moment} of a rating of item {item} by user {user}, but no such rating or moment");
            }

            ratings[at] = ratings[at] with { Moment = moments[moment] };
        }

        UserContext read = new(description, ratings);
        if (read.IsEmpty)
        {
            throw reader.Invalid($"nothing is known of user {user}");
        }

        _users[user] = read;
        _userIdBound = Math.Max(_userIdBound, user + 1);
    }

    private static ContextPattern ReadPattern(SnapshotReader reader, ContextFields fields)
    {
        ulong[] bits = reader.ReadArray<ulong>(BitSlice.WordCount(fields.BitCount));
        try
        {
            return fields.PatternOf(bits, nameof(fields)) ?? throw reader.Invalid("there is a description without fields");
        }
        catch (ArgumentException failure)
        {
            throw reader.Invalid(failure.Message, failure);
        }
    }
}
