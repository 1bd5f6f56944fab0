using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using WeightlessNet.Bits;
using WeightlessNet.Recommenders.Crowd.Internals;

namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>
/// A block of 64 items laid out for ranking: their means and rarities, and for each node the addresses of the 64 items side by side.
/// </summary>
/// <remarks>Immutable and thread-safe.</remarks>
internal sealed class BlockLayout
{
    private const int Size = ItemAddresses.BlockSize;

    // In the object itself: what is found by a reference in memory takes longer than what follows in the same memory.
    private readonly Numbers _means;
    private readonly Numbers _rarities;
    private readonly byte[] _levels = new byte[2 * Size];
    private readonly byte[] _addresses;

    /// <param name="addresses">The addresses of all items.</param>
    /// <param name="cuts">What the items are compared with.</param>
    /// <param name="block">The block.</param>
    /// <param name="counts">How many ratings each item of the block has.</param>
    /// <param name="sums">The sum of each item's ratings.</param>
    /// <param name="before">
    /// An earlier layout of the block, or null. Where no item's levels have changed since, its addresses are used.
    /// </param>
    public BlockLayout(
        ItemAddresses addresses, CrowdCuts cuts, int block, ReadOnlySpan<int> counts, ReadOnlySpan<long> sums, BlockLayout? before)
    {
        Cuts = cuts;
        Rows = addresses.RowsOf(block);
        for (int i = 0; i < counts.Length; i++)
        {
            ItemStatistics statistics = cuts.Of(counts[i], sums[i]);
            _means[i] = statistics.Mean;
            _rarities[i] = RatingWeights.RarityOf(counts[i]);
            _levels[i] = statistics.MeanLevel;
            _levels[Size + i] = statistics.CountLevel;
        }

        bool hasAddresses = before is not null && before.Rows == Rows && _levels.AsSpan().SequenceEqual(before._levels);
        _addresses = hasAddresses ? before!._addresses : Transposed(addresses, block * Size, counts.Length);
    }

    /// <summary>What the items were compared with.</summary>
    public CrowdCuts Cuts { get; }

    /// <summary>The rows of the items' own bits.</summary>
    public byte[] Rows { get; }

    /// <summary>The crowd's means of the items, in units above the scale's minimum.</summary>
    public ReadOnlySpan<int> Means => _means;

    /// <summary>The rarities of the items, see <see cref="RatingWeights.RarityOf"/>.</summary>
    public ReadOnlySpan<int> Rarities => _rarities;

    /// <summary>Sums the table entries of a user for each item of the block.</summary>
    public void Sum(PersonalTables tables, Span<int> sums)
    {
        sums.Clear();
        if (tables.Stride != TableSums.TableSize)
        {
            SumLargeTables(tables, sums);
            return;
        }

        Span<short> partial = stackalloc short[Size];
        for (int start = 0; start < _addresses.Length; start += TableSums.MaximumTables * Size)
        {
            int length = Math.Min(TableSums.MaximumTables * Size, _addresses.Length - start);
            TableSums.Sum(tables.Answers.AsSpan(start, length), _addresses.AsSpan(start, length), partial);
            AddWidened(partial, sums);
        }
    }

    private byte[] Transposed(ItemAddresses addresses, int first, int count)
    {
        byte[] transposed = new byte[Size * addresses.NodeCount];
        Span<byte> row = stackalloc byte[addresses.NodeCount];
        for (int i = 0; i < count; i++)
        {
            addresses.Write(first + i, _levels[i], _levels[Size + i], row);
            int at = i;
            foreach (byte address in row)
            {
                transposed[at] = address;
                at += Size;
            }
        }

        return transposed;
    }

    private static void AddWidened(ReadOnlySpan<short> partial, Span<int> sums)
    {
        for (int i = 0; i < Size; i += Vector512<short>.Count)
        {
            (Vector512<int> lower, Vector512<int> upper) = Vector512.Widen(Vector512.Create(partial.Slice(i, Vector512<short>.Count)));
            Span<int> first = sums.Slice(i, Vector512<int>.Count);
            Span<int> second = sums.Slice(i + Vector512<int>.Count, Vector512<int>.Count);
            (Vector512.Create<int>(first) + lower).CopyTo(first);
            (Vector512.Create<int>(second) + upper).CopyTo(second);
        }
    }

    private void SumLargeTables(PersonalTables tables, Span<int> sums)
    {
        for (int at = 0, table = 0; at < _addresses.Length; at += Size, table += tables.Stride)
        {
            ReadOnlySpan<sbyte> answers = tables.Answers.AsSpan(table, tables.Stride);
            for (int i = 0; i < Size; i++)
            {
                sums[i] += answers[_addresses[at + i]];
            }
        }
    }

    // A number for each item.
    [InlineArray(Size)]
    private struct Numbers
    {
        private int _first;
    }
}
