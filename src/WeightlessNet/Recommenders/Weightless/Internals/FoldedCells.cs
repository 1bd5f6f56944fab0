using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>
/// Folds ratings into cells of a count and a sum. Processes a few nodes at a time, so that the cells stay in the L1 cache: their answers
/// are read before the next nodes reuse the memory.
/// </summary>
/// <remarks>Scratch memory shared by all users; not thread-safe.</remarks>
internal sealed class FoldedCells
{
    private const int NodesAtOnce = 16;

    private readonly ItemAddresses _addresses;
    private readonly PersonalReader _reader;
    private readonly int _nodes;
    private readonly int _cellsPerNode;
    private readonly int[] _counts;
    private readonly long[] _sums;
    private readonly int[] _answers;
    private readonly int[] _places;
    private byte[] _rows = [];

    public FoldedCells(ItemAddresses addresses, PersonalReader reader)
    {
        _addresses = addresses;
        _reader = reader;
        _nodes = addresses.NodeCount;
        _cellsPerNode = 1 << addresses.Mapping.TupleSize;

        // Round up, because counts are read as whole vectors.
        int cells = Math.Min(_nodes, NodesAtOnce) * _cellsPerNode;
        cells = (cells + Vector512<int>.Count - 1) / Vector512<int>.Count * Vector512<int>.Count;
        _counts = new int[cells];
        _sums = new long[cells];
        _answers = new int[_nodes * _cellsPerNode];
        _places = new int[_nodes * _cellsPerNode];
    }

    /// <summary>Computes the addresses of ratings.</summary>
    public void Address(ReadOnlySpan<FoldedRating> ratings)
    {
        int length = checked(ratings.Length * _nodes);
        if (_rows.Length < length)
        {
            _rows = new byte[Math.Max(length, (int)Math.Min(2L * _rows.Length, Array.MaxLength))];
        }

        for (int i = 0; i < ratings.Length; i++)
        {
            ref readonly FoldedRating rating = ref ratings[i];
            _addresses.Write(rating.Item, rating.MeanLevel, rating.CountLevel, _rows.AsSpan(i * _nodes, _nodes));
        }
    }

    /// <summary>The addresses of a rating at all nodes.</summary>
    public ReadOnlySpan<byte> AddressesOf(int rating) => _rows.AsSpan(rating * _nodes, _nodes);

    /// <summary>Adds, for each addressed rating, the answer of the cells without that rating, in units with 6 fraction bits.</summary>
    public void AddAnswersOfOthers(ReadOnlySpan<FoldedRating> ratings, ReadOnlySpan<int> targets, long center, Span<long> answers)
    {
        long share = _reader.ShareOf(ratings.Length);
        for (int node = 0; node < _nodes; node += NodesAtOnce)
        {
            int width = Math.Min(NodesAtOnce, _nodes - node);
            Fold(node, width, ratings, targets);
            for (int i = 0; i < ratings.Length; i++)
            {
                answers[i] += AnswerOfOthers(node, width, i, ratings[i].Weight, targets[i], center, share);
            }
        }
    }

    /// <summary>
    /// Folds the addressed ratings and writes the answers of all cells to tables, in steps chosen so that the largest answer is at most 127
    /// steps.
    /// </summary>
    public void FillTables(PersonalTables tables, ReadOnlySpan<FoldedRating> ratings, ReadOnlySpan<int> targets, long center)
    {
        long share = _reader.ShareOf(ratings.Length);
        int used = 0;
        int greatest = 0;
        for (int node = 0; node < _nodes; node += NodesAtOnce)
        {
            int width = Math.Min(NodesAtOnce, _nodes - node);
            Fold(node, width, ratings, targets);
            for (int first = 0; first < width * _cellsPerNode; first += Vector512<int>.Count)
            {
                ulong written = ~Vector512.Equals(Vector512.LoadUnsafe(ref _counts[first]), default).ExtractMostSignificantBits() & 0xFFFF;
                for (; written != 0; written &= written - 1)
                {
                    int cell = first + BitOperations.TrailingZeroCount(written);
                    int answer = (int)_reader.AnswerOf(_counts[cell], _sums[cell], center, share);
                    greatest = Math.Max(greatest, Math.Abs(answer));
                    _answers[used] = answer;
                    _places[used++] = ((node + (cell / _cellsPerNode)) * tables.Stride) + (cell % _cellsPerNode);
                }
            }
        }

        // Divide by multiplying with a reciprocal of 32 fraction bits.
        int step = Math.Max(1, (greatest + sbyte.MaxValue - 1) / sbyte.MaxValue);
        long reciprocal = ((1L << 32) + (step / 2)) / step;
        sbyte[] table = tables.Answers;
        Array.Clear(table);
        for (int i = 0; i < used; i++)
        {
            long steps = ((_answers[i] * reciprocal) + (1L << 31)) >> 32;
            table[_places[i]] = (sbyte)Math.Clamp(steps, -sbyte.MaxValue, sbyte.MaxValue);
        }

        tables.Step = step;
    }

    /// <summary>Clears all user data.</summary>
    public void Clear()
    {
        Array.Clear(_counts);
        Array.Clear(_sums);
        Array.Clear(_answers);
        Array.Clear(_places);
        Array.Clear(_rows);
    }

    private void Fold(int node, int width, ReadOnlySpan<FoldedRating> ratings, ReadOnlySpan<int> targets)
    {
        Array.Clear(_counts);
        Array.Clear(_sums);
        ref int firstCount = ref MemoryMarshal.GetArrayDataReference(_counts);
        ref long firstSum = ref MemoryMarshal.GetArrayDataReference(_sums);
        ref byte row = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_rows), node);
        nuint cells = (nuint)_cellsPerNode;
        for (int i = 0; i < ratings.Length; i++)
        {
            int weight = ratings[i].Weight;
            long sum = (long)weight * targets[i];
            nuint first = 0;
            for (int at = 0; at < width; at++)
            {
                nuint cell = first + Unsafe.Add(ref row, at);
                Unsafe.Add(ref firstCount, cell) += weight;
                Unsafe.Add(ref firstSum, cell) += sum;
                first += cells;
            }

            row = ref Unsafe.Add(ref row, _nodes);
        }
    }

    // A cell with no other rating has count 0 and sum 0 without this one, and so answers 0.
    private long AnswerOfOthers(int node, int width, int rating, int weight, int target, long center, long share)
    {
        ref int firstCount = ref MemoryMarshal.GetArrayDataReference(_counts);
        ref long firstSum = ref MemoryMarshal.GetArrayDataReference(_sums);
        ref byte row = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_rows), (rating * _nodes) + node);
        nuint cells = (nuint)_cellsPerNode;
        nuint first = 0;
        long own = (long)weight * target;
        long answer = 0;
        for (int at = 0; at < width; at++)
        {
            nuint cell = first + Unsafe.Add(ref row, at);
            answer += _reader.AnswerOf(Unsafe.Add(ref firstCount, cell) - weight, Unsafe.Add(ref firstSum, cell) - own, center, share);
            first += cells;
        }

        return answer;
    }
}
