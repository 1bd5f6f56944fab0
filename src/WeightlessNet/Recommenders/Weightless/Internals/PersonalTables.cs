using System.Runtime.CompilerServices;
using WeightlessNet.Bits;

namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>
/// One user's network, ready to be read: for every node a table of what its cells answer, in steps of the user's own size. It is a
/// function of the user's ratings as they are folded, and can be thrown away and made again at any time.
/// </summary>
/// <remarks>Not safe for concurrent use; its owner locks.</remarks>
internal sealed class PersonalTables
{
    private RatingMark[] _marks = [];
    private int _count;

    public PersonalTables(int nodes, int tupleSize)
    {
        // A table has at least the 64 bytes that are looked up at once.
        Stride = Math.Max(Bits.TableSums.TableSize, 1 << tupleSize);
        Answers = new sbyte[nodes * Stride];
    }

    /// <summary>Tables that are made for no user yet: new ones, or those of a user who no longer needs them.</summary>
    public static PersonalTables Reuse(PersonalTables? spare, int nodes, int tupleSize)
    {
        spare?.MakeStale();
        return spare ?? new PersonalTables(nodes, tupleSize);
    }

    /// <summary>The answers of the cells, node by node.</summary>
    public sbyte[] Answers { get; }

    /// <summary>How many bytes a node's table has.</summary>
    public int Stride { get; }

    /// <summary>What an answer of 1 is worth, in units with 6 binary digits.</summary>
    public int Step { get; set; }

    /// <summary>What the cells were read against.</summary>
    public long Center { get; set; }

    /// <summary>What is remembered of the ratings that the tables were made of, sorted by item.</summary>
    public ReadOnlySpan<RatingMark> Marks => _marks.AsSpan(0, _count);

    /// <summary>
    /// The version of the crowd that the tables were last compared with; -1 before the first time, and where the user's own ratings have
    /// changed since.
    /// </summary>
    public long Version { get; set; } = -1;

    /// <summary>Notes that the tables have to be made again.</summary>
    public void MakeStale() => Version = -1;

    /// <summary>Remembers the ratings that the tables are made of.</summary>
    public void Remember(ReadOnlySpan<FoldedRating> ratings)
    {
        if (_marks.Length < ratings.Length)
        {
            _marks = new RatingMark[ratings.Length + (ratings.Length / 8)];
        }

        _count = ratings.Length;
        for (int i = 0; i < ratings.Length; i++)
        {
            _marks[i] = ratings[i].Mark;
        }

        _marks.AsSpan(_count).Clear();
    }

    /// <summary>
    /// Whether the tables are made of the user's ratings, read against a center, given that the user's own ratings are the same.
    /// </summary>
    public bool AreMadeOf(ReadOnlySpan<FoldedRating> ratings, long center)
    {
        if (Version < 0 || Center != center || _count != ratings.Length)
        {
            return false;
        }

        for (int i = 0; i < ratings.Length; i++)
        {
            if (_marks[i] != ratings[i].Mark)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Leaves nothing of the user.</summary>
    public void Clear()
    {
        Array.Clear(Answers);
        Array.Clear(_marks);
        _count = 0;
        Step = 0;
        Center = 0;
        Version = -1;
    }

    /// <summary>What the network answers, in units with 6 binary digits.</summary>
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
