using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Orleans.Sharing.Internals;

/// <summary>
/// The ratings of users that a training learns from: of all users, or of those with the lowest hashes of their keys, as many as are
/// allowed.
/// </summary>
/// <remarks>Which they are, and their order, does not depend on the order in which they came. Not thread-safe.</remarks>
internal sealed class TrainingUsers(int mostRatings)
{
    private readonly Dictionary<ulong, RatedItem[]> _users = [];
    private readonly PriorityQueue<ulong, ulong> _highest = new(Comparer<ulong>.Create(static (one, other) => other.CompareTo(one)));
    private ulong _bound = ulong.MaxValue;
    private long _ratings;

    /// <summary>Whether there were more ratings than are allowed.</summary>
    public bool IsSample => _bound < ulong.MaxValue;

    /// <summary>How many ratings were put, those of users who are not in the sample too. Who was put twice counts twice.</summary>
    public long RatingCount { get; private set; }

    /// <summary>The users' ratings, in the order of the hashes.</summary>
    public IEnumerable<RatedItem[]> All => _users.OrderBy(static user => user.Key).Select(static user => user.Value);

    /// <summary>Adds a user, or replaces what is known of the user.</summary>
    public void Put(string key, RatedItem[] ratings)
    {
        RatingCount += ratings.Length;
        ulong hash = BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        if (hash > _bound)
        {
            return;
        }

        if (_users.TryGetValue(hash, out RatedItem[]? before))
        {
            _ratings -= before.Length;
        }
        else
        {
            _highest.Enqueue(hash, hash);
        }

        _users[hash] = ratings;
        _ratings += ratings.Length;
        while (_ratings > mostRatings && _users.Count > 1)
        {
            ulong highest = _highest.Dequeue();
            _ratings -= _users[highest].Length;
            _users.Remove(highest);
            _bound = highest - 1;
        }
    }
}
