using WeightlessNet.Bits;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Splits.Internals;

/// <summary>The positions of each user's ratings in a list of ratings; users are ordered by id.</summary>
/// <remarks>Not safe for concurrent use: the caller may reorder the positions within a user.</remarks>
internal sealed class UserPositions
{
    private readonly int[] _positions;
    private readonly List<(int User, Range Range)> _users = [];

    private UserPositions(ReadOnlySpan<Rating> ratings, int[] positions)
    {
        _positions = positions;
        int start = 0;
        for (int end = 1; end <= positions.Length; end++)
        {
            int user = ratings[positions[start]].User;
            if (end == positions.Length || ratings[positions[end]].User != user)
            {
                _users.Add((user, start..end));
                start = end;
            }
        }
    }

    /// <summary>The number of users with ratings.</summary>
    public int Count => _users.Count;

    /// <summary>Orders each user's positions by item. Without repeated items the result does not depend on the order of the
    /// ratings.</summary>
    public static UserPositions ByItem(ReadOnlySpan<Rating> ratings)
    {
        (int, int)[] keys = new (int, int)[ratings.Length];
        for (int i = 0; i < keys.Length; i++)
        {
            keys[i] = (ratings[i].User, ratings[i].Item);
        }

        return new UserPositions(ratings, Sorted(keys));
    }

    /// <summary>Orders each user's positions by time, then by the order of the ratings.</summary>
    public static UserPositions ByTime(ReadOnlySpan<Rating> ratings)
    {
        (int, long, int)[] keys = new (int, long, int)[ratings.Length];
        for (int i = 0; i < keys.Length; i++)
        {
            keys[i] = (ratings[i].User, ratings[i].Timestamp, i);
        }

        return new UserPositions(ratings, Sorted(keys));
    }

    /// <summary>The indexes of the users who have at least a number of ratings, lowest first.</summary>
    public int[] WithAtLeast(long ratings) => [.. Enumerable.Range(0, Count).Where(user => PositionsAt(user).Length >= ratings)];

    /// <summary>The positions of a user's ratings.</summary>
    public Span<int> PositionsAt(int index) => _positions.AsSpan(_users[index].Range);

    /// <summary>Shuffles a user's positions and returns them. The order depends only on the seed and the user.</summary>
    public Span<int> Shuffle(int index, ulong seed)
    {
        SplitMix64 seeds = new(seed);
        SplitMix64 random = new(seeds.Next() + (ulong)_users[index].User);
        Span<int> positions = PositionsAt(index);
        random.Shuffle(positions);
        return positions;
    }

    private static int[] Sorted<TKey>(TKey[] keys)
    {
        int[] positions = new int[keys.Length];
        for (int i = 0; i < positions.Length; i++)
        {
            positions[i] = i;
        }

        Array.Sort(keys, positions);
        return positions;
    }
}
