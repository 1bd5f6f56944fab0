using WeightlessNet.Bits;
using WeightlessNet.Discriminators;
using WeightlessNet.Models;

namespace WeightlessNet.Benchmarks.Classification;

/// <summary>
/// The textbook WiSARD that the benchmarks are compared with: builds the bit pattern, gathers each address bit by bit, and looks it up
/// in the dictionary of each class's node.
/// </summary>
internal sealed class ScalarWisard
{
    private readonly InputLayer _layer;
    private readonly Dictionary<ulong, int>[][] _nodes;
    private readonly ulong[] _pattern;
    private readonly ulong[] _addresses;

    public ScalarWisard(InputLayer layer, int classes)
    {
        _layer = layer;
        _pattern = new ulong[BitSlice.WordCount(layer.Mapping.BitCount)];
        _addresses = new ulong[layer.NodeCount];
        _nodes = [.. Enumerable.Range(0, classes).Select(_ =>
            Enumerable.Range(0, layer.NodeCount).Select(_ => new Dictionary<ulong, int>()).ToArray())];
    }

    public void Learn(ReadOnlySpan<byte> sample, int label)
    {
        SetAddresses(sample);
        for (int node = 0; node < _addresses.Length; node++)
        {
            Dictionary<ulong, int> cells = _nodes[label][node];
            cells[_addresses[node]] = cells.GetValueOrDefault(_addresses[node]) + 1;
        }
    }

    public int Classify(ReadOnlySpan<byte> sample)
    {
        SetAddresses(sample);
        int best = 0;
        int bestVotes = -1;
        for (int c = 0; c < _nodes.Length; c++)
        {
            int votes = 0;
            for (int node = 0; node < _addresses.Length; node++)
            {
                votes += _nodes[c][node].ContainsKey(_addresses[node]) ? 1 : 0;
            }

            (best, bestVotes) = votes > bestVotes ? (c, votes) : (best, bestVotes);
        }

        return best;
    }

    private void SetAddresses(ReadOnlySpan<byte> sample)
    {
        _layer.Retina!.Encode(sample, _pattern);
        for (int node = 0; node < _addresses.Length; node++)
        {
            _addresses[node] = _layer.Mapping.AddressOf(_pattern, node);
        }
    }
}
