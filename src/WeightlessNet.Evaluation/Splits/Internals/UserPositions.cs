using WeightlessNet.Bits;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Splits.Internals;

/// <summary>Where each user's ratings stand in a list of ratings; the users in the order of their ids.</summary>
/// <remarks>Not safe for concurrent use: the positions are the caller's to reorder within a user.</remarks>
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

    /// <summary>How many users have rated.</summary>
    public int Count => _users.Count;

    /// <summary>Each user's positions by item, which does not depend on the order of the ratings where no item repeats.</summary>
    public static UserPositions ByItem(ReadOnlySpan<Rating> ratings)
    {
        (int, int)[] keys = new (int, int)[ratings.Length];
        for (int i = 0; i < keys.Length; i++)
        {
            keys[i] = (ratings[i].User, ratings[i].Item);
        }

        return new UserPositions(ratings, Sorted(keys));
    }

    /// <summary>Each user's positions by time; those of one moment in the order of the ratings.</summary>
    public static UserPositions ByTime(ReadOnlySpan<Rating> ratings)
    {
        (int, long, int)[] keys = new (int, long, int)[ratings.Length];
        for (int i = 0; i < keys.Length; i++)
        {
            keys[i] = (ratings[i].User, ratings[i].Timestamp, i);
        }

        return new UserPositions(ratings, Sorted(keys));
    }

    /// <summary>The id of a user.</summary>
    public int UserAt(int index) => _users[index].User;

    /// <summary>The positions of a user's ratings.</summary>
    public Span<int> PositionsAt(int index) => _positions.AsSpan(_users[index].Range);

    /// <summary>Puts a user's positions into a random order that hangs on the seed and the user alone, and returns them.</summary>
    public Span<int> Shuffle(int index, ulong seed)
    {
        SplitMix64 seeds = new(seed);
        SplitMix64 random = new(seeds.Next() + (ulong)UserAt(index));
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
