using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>
/// Folds ratings into cells of a count and a sum. Processes a few nodes at a time, so that the cells stay in the L1 cache: their answers
/// are read before the next nodes reuse the memory.
/// </summary>
/// <remarks>Scratch memory for one user after the other; not thread-safe.</remarks>
internal sealed class FoldedCells
{
    private const int NodesAtOnce = 16;

    private readonly PersonalReader _reader;
    private readonly int _nodes;
    private readonly int _cellsPerNode;
    private readonly int _cellBits;
    private readonly int[] _counts;
    private readonly long[] _sums;
    private readonly int[] _answers;
    private readonly int[] _places;
    private byte[] _rows = [];
    private int[] _reciprocals = [];
    private int[] _recentReciprocals = [];

    public FoldedCells(NetworkLayout layout, PersonalReader reader)
    {
        _reader = reader;
        _nodes = layout.NodeCount;
        _cellsPerNode = layout.CellsPerNode;
        _cellBits = BitOperations.Log2((uint)_cellsPerNode);

        // Round up, because counts are read as whole vectors.
        int cells = Math.Min(_nodes, NodesAtOnce) * _cellsPerNode;
        cells = (cells + Vector512<int>.Count - 1) / Vector512<int>.Count * Vector512<int>.Count;
        _counts = new int[cells];
        _sums = new long[cells];
        _answers = new int[_nodes * _cellsPerNode];
        _places = new int[_nodes * _cellsPerNode];
    }

    /// <summary>Computes the addresses of ratings.</summary>
    public void Address(ReadOnlySpan<FoldedRating> ratings, ItemAddresses addresses)
    {
        int length = checked(ratings.Length * _nodes);
        if (_rows.Length < length)
        {
            _rows = new byte[Math.Max(length, (int)Math.Min(2L * _rows.Length, Array.MaxLength))];
        }

        for (int i = 0; i < ratings.Length; i++)
        {
            ref readonly FoldedRating rating = ref ratings[i];
            addresses.Write(rating.Item, rating.MeanLevel, rating.CountLevel, _rows.AsSpan(i * _nodes, _nodes));
        }
    }

    /// <summary>The addresses of a rating at all nodes.</summary>
    public ReadOnlySpan<byte> AddressesOf(int rating) => _rows.AsSpan(rating * _nodes, _nodes);

    /// <summary>
    /// Adds, for each addressed rating, the answer of a group's cells without that rating, in units with 6 fraction bits.
    /// </summary>
    /// <param name="group">The group.</param>
    /// <param name="ratings">The ratings.</param>
    /// <param name="values">What each rating writes to the cells, less the center, with 8 fraction bits.</param>
    /// <param name="answers">The answers are added to these.</param>
    public void AddAnswersOfOthers(NodeGroup group, ReadOnlySpan<FoldedRating> ratings, ReadOnlySpan<long> values, Span<long> answers)
    {
        long share = _reader.ShareOf(group, ratings.Length);
        ReadOnlySpan<int> reciprocals = ReciprocalsFor(group, ratings);
        int end = group.First + group.Count;
        for (int node = group.First; node < end; node += NodesAtOnce)
        {
            int width = Math.Min(NodesAtOnce, end - node);
            Fold(group, node, width, ratings, values);
            for (int i = 0; i < ratings.Length; i++)
            {
                answers[i] += AnswerOfOthers(node, width, i, ratings[i].WeightIn(group), values[i], reciprocals, share);
            }
        }
    }

    /// <summary>Adds, for each of several items, the answer of a group's cells, in units with 6 fraction bits.</summary>
    /// <param name="group">The group.</param>
    /// <param name="ratings">The addressed ratings.</param>
    /// <param name="values">What each rating writes to the cells, less the center, with 8 fraction bits.</param>
    /// <param name="rows">The addresses of the items at all nodes, item after item.</param>
    /// <param name="answers">The answers are added to these, one for each item.</param>
    public void AddAnswers(
        NodeGroup group, ReadOnlySpan<FoldedRating> ratings, ReadOnlySpan<long> values, ReadOnlySpan<byte> rows, Span<long> answers)
    {
        long share = _reader.ShareOf(group, ratings.Length);
        ReadOnlySpan<int> reciprocals = ReciprocalsFor(group, ratings);
        int end = group.First + group.Count;
        for (int node = group.First; node < end; node += NodesAtOnce)
        {
            int width = Math.Min(NodesAtOnce, end - node);
            Fold(group, node, width, ratings, values);
            for (int i = 0; i < answers.Length; i++)
            {
                for (int at = 0; at < width; at++)
                {
                    int cell = (at * _cellsPerNode) + rows[(i * _nodes) + node + at];
                    answers[i] += PersonalReader.AnswerOf(_sums[cell], reciprocals[_counts[cell]], share);
                }
            }
        }
    }

    /// <summary>
    /// Folds the addressed ratings and writes the answers of all cells to tables, in steps chosen so that the largest answer is at most 127
    /// steps.
    /// </summary>
    /// <param name="tables">The tables.</param>
    /// <param name="groups">The groups of nodes.</param>
    /// <param name="ratings">The ratings.</param>
    /// <param name="values">For each group, what each rating writes to the cells.</param>
    public void FillTables(
        PersonalTables tables, ReadOnlySpan<NodeGroup> groups, ReadOnlySpan<FoldedRating> ratings, ReadOnlySpan<long> values)
    {
        int used = 0;
        int greatest = 0;
        for (int group = 0; group < groups.Length; group++)
        {
            ReadOnlySpan<long> own = values.Slice(group * ratings.Length, ratings.Length);
            if (!own.ContainsAnyExcept(0L))
            {
                // A group without weight answers 0 everywhere.
                continue;
            }

            (used, greatest) = Answer(groups[group], ratings, own, tables.Stride, used, greatest);
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

    private (int Used, int Greatest) Answer(
        NodeGroup group, ReadOnlySpan<FoldedRating> ratings, ReadOnlySpan<long> values, int stride, int used, int greatest)
    {
        long share = _reader.ShareOf(group, ratings.Length);
        ReadOnlySpan<int> reciprocals = ReciprocalsFor(group, ratings);
        int end = group.First + group.Count;
        for (int node = group.First; node < end; node += NodesAtOnce)
        {
            int width = Math.Min(NodesAtOnce, end - node);
            Fold(group, node, width, ratings, values);
            int cells = width << _cellBits;
            for (int first = 0; first < cells; first += Vector512<int>.Count)
            {
                ulong written = ~Vector512.Equals(Vector512.LoadUnsafe(ref _counts[first]), default).ExtractMostSignificantBits() & 0xFFFF;
                for (; written != 0; written &= written - 1)
                {
                    int cell = first + BitOperations.TrailingZeroCount(written);
                    int answer = (int)PersonalReader.AnswerOf(_sums[cell], reciprocals[_counts[cell]], share);
                    greatest = Math.Max(greatest, Math.Abs(answer));
                    _answers[used] = answer;
                    _places[used++] = ((node + (cell >> _cellBits)) * stride) + (cell & (_cellsPerNode - 1));
                }
            }
        }

        return (used, greatest);
    }

    // For the counts of all cells: none is above the sum of the weights.
    private ReadOnlySpan<int> ReciprocalsFor(NodeGroup group, ReadOnlySpan<FoldedRating> ratings)
    {
        int weights = 0;
        foreach (ref readonly FoldedRating rating in ratings)
        {
            weights += rating.WeightIn(group);
        }

        ref int[] scratch = ref group.Key == NodeGroup.Recent ? ref _recentReciprocals : ref _reciprocals;
        return _reader.ReciprocalsOf(group).UpTo(weights, ref scratch);
    }

    private void Fold(NodeGroup group, int node, int width, ReadOnlySpan<FoldedRating> ratings, ReadOnlySpan<long> values)
    {
        Array.Clear(_counts);
        Array.Clear(_sums);
        ref int firstCount = ref MemoryMarshal.GetArrayDataReference(_counts);
        ref long firstSum = ref MemoryMarshal.GetArrayDataReference(_sums);
        ref byte row = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_rows), node);
        nuint cells = (nuint)_cellsPerNode;
        for (int i = 0; i < ratings.Length; i++)
        {
            int weight = ratings[i].WeightIn(group);
            long sum = weight * values[i];
            nuint first = 0;
            for (nuint at = 0; at < (nuint)width; at++)
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
    private long AnswerOfOthers(
        int node, int width, int rating, int weight, long value, ReadOnlySpan<int> reciprocals, long share)
    {
        ref int firstCount = ref MemoryMarshal.GetArrayDataReference(_counts);
        ref long firstSum = ref MemoryMarshal.GetArrayDataReference(_sums);
        ref byte row = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_rows), (rating * _nodes) + node);
        nuint cells = (nuint)_cellsPerNode;
        nuint first = 0;
        long own = weight * value;
        long answer = 0;
        for (nuint at = 0; at < (nuint)width; at++)
        {
            nuint cell = first + Unsafe.Add(ref row, at);
            long reciprocal = reciprocals[Unsafe.Add(ref firstCount, cell) - weight];
            answer += PersonalReader.AnswerOf(Unsafe.Add(ref firstSum, cell) - own, reciprocal, share);
            first += cells;
        }

        return answer;
    }
}
