using System.Runtime.CompilerServices;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>
/// One user's network, ready to be read: for every node a table of its cells' answers, in steps of a size of the user's own. It is a
/// function of the user's ratings and of what all users share, and can be discarded and rebuilt at any time.
/// </summary>
/// <remarks>
/// Immutable once it is filled, but for <see cref="Version"/>; any number of threads may read it.
/// </remarks>
internal sealed class PersonalTables
{
    private readonly RatingsCopy _ratings;
    private RatingFingerprint[] _fingerprints = [];
    private long _version = -1;
    private long _replacements = -1;

    /// <summary>Creates tables that have to be filled.</summary>
    /// <param name="networks">The networks that the tables are of.</param>
    /// <param name="userBase">What the central models need to know of the user.</param>
    /// <param name="tupleSize">The number of bits that address a node.</param>
    /// <param name="ratings">The user's ratings.</param>
    /// <param name="recency">The weight of the user's recent ratings.</param>
    public PersonalTables(
        SharedNetworks networks, UserBase userBase, int tupleSize, RatingsCopy ratings, UserRecency recency)
    {
        // A table has at least the 64 bytes of a vector lookup.
        Stride = Math.Max(Bits.TableSums.TableSize, 1 << tupleSize);
        Answers = new sbyte[networks.Layout.NodeCount * Stride];
        Networks = networks;
        Base = userBase;
        _ratings = ratings;
        Recency = recency;
    }

    /// <summary>The networks that the tables are of.</summary>
    public SharedNetworks Networks { get; }

    /// <summary>The ratings that the tables were made of.</summary>
    public UserRatings Ratings => _ratings.View;

    /// <summary>The copy of the ratings that the tables were made of.</summary>
    public RatingsCopy RatingsCopy => _ratings;

    /// <summary>The weight of the user's recent ratings.</summary>
    public UserRecency Recency { get; }

    /// <summary>The answers of the cells, node by node.</summary>
    public sbyte[] Answers { get; }

    /// <summary>What the central models need to know of the user.</summary>
    public UserBase Base { get; }

    /// <summary>The size of a node's table, in bytes.</summary>
    public int Stride { get; }

    /// <summary>The value of an answer of 1, in units with 6 fraction bits.</summary>
    public int Step { get; set; }

    /// <summary>The center that the cells were read against.</summary>
    public long Center { get; set; }

    /// <summary>
    /// The latest version of what all users share with which the tables were compared: they are right for it. -1 before.
    /// </summary>
    public long Version => Volatile.Read(ref _version);

    /// <summary>What the user's latest ratings add to every answer, in units with 6 fraction bits.</summary>
    public long Latest { get; set; }

    /// <summary>What of the ratings depends on other users, sorted by item.</summary>
    public ReadOnlySpan<RatingFingerprint> Fingerprints => _fingerprints;

    /// <summary>Stores what of the ratings depends on other users.</summary>
    public void Remember(ReadOnlySpan<FoldedRating> ratings)
    {
        _fingerprints = new RatingFingerprint[ratings.Length];
        for (int i = 0; i < ratings.Length; i++)
        {
            _fingerprints[i] = ratings[i].Fingerprint;
        }
    }

    /// <summary>Notes that the tables are right for a version.</summary>
    public void AreOf(SharedModel shared)
    {
        Volatile.Write(ref _replacements, shared.Catalog.Addresses.Replacements);
        Volatile.Write(ref _version, shared.Version);
    }

    /// <summary>
    /// Whether the tables are right for another version, in which the same ratings have these targets and levels, and the same center.
    /// </summary>
    public bool AreMadeOf(ReadOnlySpan<FoldedRating> ratings, long center, ItemAddresses addresses)
    {
        if (Center != center || HasReplaced(addresses))
        {
            return false;
        }

        for (int i = 0; i < ratings.Length; i++)
        {
            if (_fingerprints[i] != ratings[i].Fingerprint)
            {
                return false;
            }
        }

        return true;
    }

    // Whether a rated item may have other bits now.
    private bool HasReplaced(ItemAddresses addresses)
    {
        if (!addresses.TryReplacedSince(Volatile.Read(ref _replacements), out ReadOnlySpan<int> replaced))
        {
            return true;
        }

        foreach (int item in replaced)
        {
            if (_ratings.View.Has(item))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The network's answer, in units with 6 fraction bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long AnswerAt(ReadOnlySpan<byte> addresses)
    {
        long sum = 0;
        int table = 0;
        ReadOnlySpan<sbyte> answers = Answers;
        foreach (byte address in addresses)
        {
            sum += answers[table + address];
            table += Stride;
        }

        return sum * Step;
    }
}
