using System.Runtime.InteropServices;

namespace WeightlessNet.Nodes;

/// <summary>
/// For each node, the addresses that occurred, each with the number of its examples and the sum of their integer targets.
/// </summary>
/// <remarks>Thread-safe for many readers, or one writer without readers.</remarks>
internal sealed partial class SumCells
{
    private readonly Dictionary<ulong, (long Count, Int128 Sum)>[] _nodes;

    public SumCells(int nodeCount)
    {
        _nodes = new Dictionary<ulong, (long, Int128)>[nodeCount];
        for (int node = 0; node < nodeCount; node++)
        {
            _nodes[node] = [];
        }
    }

    public long Examples { get; private set; }

    public Int128 TargetSum { get; private set; }

    public void Learn(ReadOnlySpan<ulong> addresses, long target)
    {
        for (int node = 0; node < addresses.Length; node++)
        {
            ref (long Count, Int128 Sum) cell = ref CollectionsMarshal.GetValueRefOrAddDefault(_nodes[node], addresses[node], out _);
            cell.Count++;
            cell.Sum += target;
        }

        Examples++;
        TargetSum += target;
    }

    /// <summary>Whether an example may have been learned, as far as the cells show.</summary>
    public bool MayHaveLearned(ReadOnlySpan<ulong> addresses, long target)
    {
        for (int node = 0; node < addresses.Length; node++)
        {
            // A cell of a single example holds that example's target.
            if (!_nodes[node].TryGetValue(addresses[node], out (long Count, Int128 Sum) cell) || (cell.Count == 1 && cell.Sum != target))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Subtracts an example. Returns false, with nothing changed, if a cell shows that it was not learned.</summary>
    public bool TryForget(ReadOnlySpan<ulong> addresses, long target)
    {
        if (!MayHaveLearned(addresses, target))
        {
            return false;
        }

        for (int node = 0; node < addresses.Length; node++)
        {
            ref (long Count, Int128 Sum) cell = ref CollectionsMarshal.GetValueRefOrNullRef(_nodes[node], addresses[node]);
            cell.Count--;
            cell.Sum -= target;
            if (cell.Count == 0)
            {
                _nodes[node].Remove(addresses[node]);
            }
        }

        Examples--;
        TargetSum -= target;
        return true;
    }

    public void Merge(SumCells other)
    {
        for (int node = 0; node < _nodes.Length; node++)
        {
            foreach ((ulong address, (long count, Int128 sum)) in other._nodes[node].ToArray())
            {
                ref (long Count, Int128 Sum) cell = ref CollectionsMarshal.GetValueRefOrAddDefault(_nodes[node], address, out _);
                cell.Count += count;
                cell.Sum += sum;
            }
        }

        (Examples, TargetSum) = (Examples + other.Examples, TargetSum + other.TargetSum);
    }

    /// <summary>The number of nodes that know their address.</summary>
    public int ResponseOf(ReadOnlySpan<ulong> addresses)
    {
        int response = 0;
        for (int node = 0; node < addresses.Length; node++)
        {
            response += _nodes[node].ContainsKey(addresses[node]) ? 1 : 0;
        }

        return response;
    }

    /// <summary>Writes the mean target of each node that knows its address, and returns the number of means.</summary>
    /// <param name="addresses">The addresses.</param>
    /// <param name="means">The means, with room for one for each node.</param>
    /// <param name="leftOut">The target of a learned example with these addresses to leave out, or null.</param>
    public int Means(ReadOnlySpan<ulong> addresses, Span<double> means, long? leftOut)
    {
        int known = 0;
        for (int node = 0; node < addresses.Length; node++)
        {
            if (_nodes[node].TryGetValue(addresses[node], out (long Count, Int128 Sum) cell)
                && MeanOf(cell.Count, cell.Sum, leftOut) is double mean)
            {
                means[known++] = mean;
            }
        }

        return known;
    }

    /// <summary>The mean target of all examples, or of all but one; null if there is none.</summary>
    public double? MeanOfAll(long? leftOut) => MeanOf(Examples, TargetSum, leftOut);

    private static double? MeanOf(long count, Int128 sum, long? leftOut)
    {
        (count, sum) = leftOut is long target ? (count - 1, sum - target) : (count, sum);
        return count > 0 ? (double)sum / count : null;
    }

    /// <summary>All cells, ordered by node and address.</summary>
    public IEnumerable<(int Node, ulong Address, long Count, Int128 Sum)> State() =>
        _nodes.SelectMany((cells, node) => cells
            .OrderBy(cell => cell.Key)
            .Select(cell => (node, cell.Key, cell.Value.Count, cell.Value.Sum)));
}
