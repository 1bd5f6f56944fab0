using WeightlessNet.Bits;
using WeightlessNet.Nodes;
using Xunit;

namespace WeightlessNet.Tests.Nodes;

/// <summary>Conservative update against its definition: only those of a node's cells that hold the least count are incremented.</summary>
public sealed class DenseCellBankTests
{
    private const int NodeCount = 3;
    private const int Addresses = 4;
    private const int Stride = 16;
    private const int ClassIndex = 2;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Only_the_least_cells_are_incremented(int hashes)
    {
        SplitMix64 random = new(7);
        DenseCellBank bank = new(NodeCount, 2, hashes, Stride, CellUpdate.Least);
        long[,] counts = new long[NodeCount, Addresses];

        // Counts are exact beyond 16 bits too.
        for (int address = 0; address < Addresses; address++)
        {
            counts[1, address] = ushort.MaxValue - 5 - address;
            bank.Add(new CellCount(1, (ulong)address, ClassIndex, counts[1, address]));
        }

        ulong[] addresses = new ulong[NodeCount * hashes];
        for (int example = 0; example < 200; example++)
        {
            foreach (ref ulong address in addresses.AsSpan())
            {
                address = (ulong)random.Next(Addresses);
            }

            bank.Increment(addresses, ClassIndex);
            for (int node = 0; node < NodeCount; node++)
            {
                ulong[] ofNode = addresses[(node * hashes)..((node + 1) * hashes)];
                long least = ofNode.Min(address => counts[node, address]);
                foreach (ulong address in ofNode.Distinct())
                {
                    counts[node, address] += counts[node, address] == least ? 1 : 0;
                }
            }
        }

        Assert.Equal(
            from node in Enumerable.Range(0, NodeCount)
            from address in Enumerable.Range(0, Addresses)
            where counts[node, address] > 0
            select new CellCount(node, (ulong)address, ClassIndex, counts[node, address]),
            bank.NonZero());
        Assert.True(counts[1, 0] > ushort.MaxValue, "No count went beyond 16 bits.");
    }
}
