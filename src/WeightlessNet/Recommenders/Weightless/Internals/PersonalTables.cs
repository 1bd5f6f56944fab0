using System.Runtime.CompilerServices;
using WeightlessNet.Bits;

namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>
/// One user's network, ready to be read: for every node a table of its cells' answers, in steps of a size of the user's own. It is a
/// function of the user's folded ratings and can be discarded and rebuilt at any time.
/// </summary>
/// <remarks>Not thread-safe; the owner locks.</remarks>
internal sealed class PersonalTables
{
    private RatingFingerprint[] _fingerprints = [];
    private int _count;

    public PersonalTables(int nodes, int tupleSize, UserBase userBase)
    {
        // A table has at least the 64 bytes of a vector lookup.
        Stride = Math.Max(Bits.TableSums.TableSize, 1 << tupleSize);
        Answers = new sbyte[nodes * Stride];
        Base = userBase;
    }

    /// <summary>Tables that are made for no user yet: new ones, or those of a user who no longer needs them.</summary>
    public static PersonalTables Reuse(PersonalTables? spare, int nodes, int tupleSize, AnswerBase answers)
    {
        spare?.MakeStale();
        return spare ?? new PersonalTables(nodes, tupleSize, answers.CreateUser());
    }

    /// <summary>The answers of the cells, node by node.</summary>
    public sbyte[] Answers { get; }

    /// <summary>What the base of the user's answers needs to know of the user.</summary>
    public UserBase Base { get; }

    /// <summary>The size of a node's table, in bytes.</summary>
    public int Stride { get; }

    /// <summary>The value of an answer of 1, in units with 6 fraction bits.</summary>
    public int Step { get; set; }

    /// <summary>The center that the cells were read against.</summary>
    public long Center { get; set; }

    /// <summary>The fingerprints of the ratings in the tables, sorted by item.</summary>
    public ReadOnlySpan<RatingFingerprint> Fingerprints => _fingerprints.AsSpan(0, _count);

    /// <summary>
    /// The version of the crowd with which the tables were last compared; -1 if they never were, or the user's own ratings have changed
    /// since.
    /// </summary>
    public long Version { get; set; } = -1;

    /// <summary>Notes that the tables have to be made again.</summary>
    public void MakeStale() => Version = -1;

    /// <summary>Stores the fingerprints of the ratings in the tables.</summary>
    public void Remember(ReadOnlySpan<FoldedRating> ratings)
    {
        if (_fingerprints.Length < ratings.Length)
        {
            _fingerprints = new RatingFingerprint[ratings.Length + (ratings.Length / 8)];
        }

        _count = ratings.Length;
        for (int i = 0; i < ratings.Length; i++)
        {
            _fingerprints[i] = ratings[i].Fingerprint;
        }

        _fingerprints.AsSpan(_count).Clear();
    }

    /// <summary>
    /// Whether the tables are still those of the user's ratings, read against a center. Valid only if the user's own ratings have not
    /// changed.
    /// </summary>
    public bool AreMadeOf(ReadOnlySpan<FoldedRating> ratings, long center)
    {
        if (Version < 0 || Center != center || _count != ratings.Length)
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

    /// <summary>Clears all user data.</summary>
    public void Clear()
    {
        Array.Clear(Answers);
        Array.Clear(_fingerprints);
        _count = 0;
        Step = 0;
        Center = 0;
        Version = -1;
        Base.Clear();
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
