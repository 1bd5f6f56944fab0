using System.Buffers.Binary;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Ratings.Internals;

/// <summary>The ratings of a recommender in a snapshot. The bytes do not depend on the order of learning.</summary>
internal static class StoredRatings
{
    private const int FirstRoom = 256;

    // A rating has at most two compact numbers of 10 bytes each and an f32.
    private const int LongestRating = 24;

    /// <summary>How many users a snapshot has: one more than the highest id of a user with a rating.</summary>
    public static int UserCount(RatingLog log)
    {
        int users = log.UserCount;
        while (users > 0 && log.OfUser(users - 1).IsEmpty)
        {
            users--;
        }

        return users;
    }

    // Of each item how many ratings it has, compact. Of each user how many ratings, compact, then the ratings in the order of their items:
    // how many items lie between this one and the one before, compact; the rating, f32; the time less that of the one before, compact and
    // signed.
    public static void Write(SnapshotWriter writer, RatingLog log, int itemCount)
    {
        int users = UserCount(log);
        int[] ofItem = new int[itemCount];
        for (int user = 0; user < users; user++)
        {
            foreach (RatedItem rated in log.OfUser(user))
            {
                ofItem[rated.Item]++;
            }
        }

        Write(writer, ofItem, users, log.OfUser);
    }

    /// <summary>Writes ratings that are read user by user, once, in the order of the users' ids.</summary>
    public static void Write(SnapshotWriter writer, int[] ofItem, int users, Func<int, UserRatings> read)
    {
        foreach (int count in ofItem)
        {
            writer.WriteCompact((ulong)count);
        }

        for (int user = 0; user < users; user++)
        {
            UserRatings ratings = read(user);
            writer.WriteCompact((ulong)ratings.Length);
            RatedItem before = new(-1, 0, 0);
            for (int next = 0; next < ratings.Length;)
            {
                int written = WriteAtOnce(writer, ratings, next, before);
                if (written == 0)
                {
                    Write(writer, ratings[next], before);
                    written = 1;
                }

                next += written;
                before = ratings[next - 1];
            }
        }
    }

    /// <summary>Reads ratings into a new recommender, which learns them.</summary>
    public static T Read<T>(SnapshotReader reader, int itemCount, int userCount, int ratingCount, Func<T> create)
        where T : IRecommender =>
        Read(reader, itemCount, userCount, ratingCount, create, static (recommender, rating) => recommender.Learn(rating));

    /// <summary>Reads ratings into a new recommender. <c>add</c> adds a rating, and throws if it is not valid.</summary>
    public static T Read<T>(
        SnapshotReader reader, int itemCount, int userCount, int ratingCount, Func<T> create, Action<T, Rating> add) =>
        ReadByUser(reader, itemCount, userCount, ratingCount, create, (recommender, user, ratings) =>
        {
            foreach (RatedItem rated in ratings)
            {
                add(recommender, new Rating(user, rated.Item, rated.Value, rated.Timestamp));
            }
        });

    /// <summary>Reads ratings into a new recommender.</summary>
    /// <param name="reader">Where from.</param>
    /// <param name="itemCount">How many items the head names.</param>
    /// <param name="userCount">How many users the head names.</param>
    /// <param name="ratingCount">How many ratings the head names.</param>
    /// <param name="create">Makes the recommender, once there have been bytes for every item.</param>
    /// <param name="add">Adds all ratings of a user, in the order of their items, and throws if one is not valid.</param>
    public static T ReadByUser<T>(
        SnapshotReader reader,
        int itemCount,
        int userCount,
        int ratingCount,
        Func<T> create,
        Action<T, int, ReadOnlySpan<RatedItem>> add)
    {
        int[] ofItem = reader.ReadArray(itemCount, static reader => reader.ReadCompact(int.MaxValue));
        T recommender = create();
        RatedItem[] ratings = [];
        int left = ratingCount;
        for (int user = 0; user < userCount; user++)
        {
            int count = reader.ReadCompact(left);
            left -= count;
            if (count == 0 && user == userCount - 1)
            {
                throw reader.Invalid("the last user has no ratings");
            }

            RatedItem before = new(-1, 0, 0);
            for (int next = 0; next < count;)
            {
                if (next == ratings.Length)
                {
                    // It grows as bytes arrive.
                    Array.Resize(ref ratings, Math.Max(FirstRoom, 2 * next));
                }

                Span<RatedItem> room = ratings.AsSpan(next, Math.Min(count, ratings.Length) - next);
                int read = ReadAtOnce(reader, itemCount, before, room);
                if (read == 0)
                {
                    room[0] = Read(reader, itemCount, before);
                    read = 1;
                }

                before = room[read - 1];
                next += read;
            }

            ReadOnlySpan<RatedItem> all = ratings.AsSpan(0, count);
            foreach (ref readonly RatedItem rated in all)
            {
                ofItem[rated.Item]--;
            }

            if (count > 0)
            {
                add(recommender, user, all);
            }
        }

        if (left != 0 || ofItem.AsSpan().ContainsAnyExcept(0))
        {
            throw reader.Invalid($"{left} of {ratingCount} ratings are missing, or the numbers of ratings of the items are wrong");
        }

        return recommender;
    }

    private static void Write(SnapshotWriter writer, in RatedItem rated, in RatedItem before)
    {
        writer.WriteCompact((ulong)(rated.Item - before.Item - 1));
        writer.Write(rated.Value);
        writer.WriteCompactSigned(unchecked(rated.Timestamp - before.Timestamp));
    }

    // Writes ratings of a user from a position on, as many as surely fit into the section. Returns how many.
    private static int WriteAtOnce(SnapshotWriter writer, UserRatings ratings, int first, RatedItem before)
    {
        Span<byte> room = writer.Room;
        int length = 0;
        int next = first;
        for (; next < ratings.Length && room.Length - length >= LongestRating; next++)
        {
            RatedItem rated = ratings[next];
            length += CompactNumber.Write(room[length..], (ulong)(rated.Item - before.Item - 1));
            BinaryPrimitives.WriteSingleLittleEndian(room[length..], rated.Value);
            length += sizeof(float);
            length += CompactNumber.Write(room[length..], CompactNumber.OfSigned(unchecked(rated.Timestamp - before.Timestamp)));
            before = rated;
        }

        writer.Advance(length);
        return next - first;
    }

    private static RatedItem Read(SnapshotReader reader, int itemCount, in RatedItem before)
    {
        int item = before.Item + 1 + reader.ReadCompact(itemCount - before.Item - 2);
        float value = reader.ReadSingle();
        return new RatedItem(item, value, unchecked(before.Timestamp + reader.ReadCompactSigned()));
    }

    // Reads ratings of a user as long as they are valid and surely in memory. Returns how many.
    private static int ReadAtOnce(SnapshotReader reader, int itemCount, RatedItem before, Span<RatedItem> ratings)
    {
        ReadOnlySpan<byte> bytes = reader.Present;
        int position = 0;
        int count = 0;
        for (; count < ratings.Length && bytes.Length - position >= LongestRating; count++)
        {
            int at = position;
            if (!CompactNumber.TryRead(bytes, ref at, out ulong gap) || gap >= (ulong)(itemCount - before.Item - 1))
            {
                break;
            }

            float value = BinaryPrimitives.ReadSingleLittleEndian(bytes[at..]);
            at += sizeof(float);
            if (!CompactNumber.TryRead(bytes, ref at, out ulong time))
            {
                break;
            }

            before = new RatedItem(before.Item + 1 + (int)gap, value, unchecked(before.Timestamp + CompactNumber.ToSigned(time)));
            ratings[count] = before;
            position = at;
        }

        reader.Advance(position);
        return count;
    }
}
