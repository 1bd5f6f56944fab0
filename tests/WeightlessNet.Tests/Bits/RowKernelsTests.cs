using WeightlessNet.Bits;
using Xunit;

namespace WeightlessNet.Tests.Bits;

public sealed class RowKernelsTests
{
    private const int Longest = 256;

    [Theory]
    [InlineData(8, 1)]
    [InlineData(8, 2)]
    [InlineData(8, 3)]
    [InlineData(16, 1)]
    [InlineData(16, 2)]
    [InlineData(16, 3)]
    [InlineData(32, 1)]
    [InlineData(32, 2)]
    [InlineData(64, 3)]
    [InlineData(96, 1)]
    [InlineData(96, 2)]
    public void Minimum_rows_are_the_same_at_every_width_and_node_count_and_stay_within_bounds(int stride, int hashes)
    {
        const int RowsPerNode = 4;
        using GuardedMemory cellMemory = new(Longest * RowsPerNode * stride * sizeof(ushort));
        using GuardedMemory addressMemory = new(Longest * hashes * sizeof(ulong));
        using GuardedMemory rowMemory = new(Longest * stride * sizeof(ushort));
        for (int nodes = 0; nodes <= Longest; nodes++)
        {
            Span<ushort> cells = cellMemory.Last<ushort>(nodes * RowsPerNode * stride);
            Span<ulong> addresses = addressMemory.Last<ulong>(nodes * hashes);
            Span<ushort> rows = rowMemory.Last<ushort>(nodes * stride);
            SplitMix64 random = new((ulong)nodes);
            foreach (ref ushort cell in cells)
            {
                cell = (ushort)random.Next();
            }

            foreach (ref ulong address in addresses)
            {
                address = (ulong)random.Next(RowsPerNode);
            }

            if (nodes > 0)
            {
                // Reads the last row before the guarded page too.
                addresses[^1] = RowsPerNode - 1;
            }

            ushort[] expected = new ushort[rows.Length];
            Array.Fill(expected, ushort.MaxValue);
            for (int element = 0; element < addresses.Length; element++)
            {
                int node = element / hashes;
                for (int c = 0; c < stride; c++)
                {
                    ushort cell = cells[(((node * RowsPerNode) + (int)addresses[element]) * stride) + c];
                    expected[(node * stride) + c] = Math.Min(expected[(node * stride) + c], cell);
                }
            }

            List<LeastKernel> kernels = [RowKernels.ReadLeast, RowKernels.ReadLeastScalar, RowKernels.ReadLeast<Lanes128>];
            if (stride % 16 == 0)
            {
                kernels.Add(RowKernels.ReadLeast<Lanes256>);
            }

            if (stride % 32 == 0)
            {
                kernels.Add(RowKernels.ReadLeast<Lanes512>);
            }

            foreach (LeastKernel kernel in kernels)
            {
                rows.Fill(12345);
                kernel(cells, addresses, nodes, rows);
                Assert.Equal(expected, rows.ToArray());
            }
        }
    }

    [Theory]
    [InlineData(64, 2)]
    [InlineData(128, 9)]
    [InlineData(192, 3)]
    public void Sums_of_levels_are_the_same_at_every_width_and_feature_count_and_stay_within_bounds(int rowLength, int levelCount)
    {
        using GuardedMemory tableMemory = new(Longest * levelCount * rowLength);
        using GuardedMemory levelMemory = new(Longest);
        using GuardedMemory rowMemory = new(rowLength);
        Span<byte> row = rowMemory.Last<byte>(rowLength);
        for (int features = 0; features <= Longest; features++)
        {
            Span<byte> table = tableMemory.Last<byte>(features * levelCount * rowLength);
            Span<byte> levels = levelMemory.Last<byte>(features);
            SplitMix64 random = new((ulong)features);
            foreach (ref byte value in table)
            {
                value = (byte)random.Next();
            }

            byte[] expected = new byte[rowLength];
            for (int feature = 0; feature < features; feature++)
            {
                levels[feature] = (byte)(feature == features - 1 ? levelCount - 1 : random.Next(levelCount));
                for (int i = 0; i < rowLength; i++)
                {
                    expected[i] ^= table[(((feature * levelCount) + levels[feature]) * rowLength) + i];
                }
            }

            foreach (LevelKernel kernel in new LevelKernel[]
            {
                RowKernels.XorLevels, RowKernels.XorLevelsScalar, RowKernels.XorLevels<Lanes512>, RowKernels.XorLevels<Lanes256>,
                RowKernels.XorLevels<Lanes128>,
            })
            {
                row.Fill(77);
                kernel(table, levels, levelCount, row);
                Assert.Equal(expected, row.ToArray());
            }
        }
    }

    [Fact]
    public void Spans_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentException>(() => RowKernels.ReadLeast(new ushort[96], new ulong[2], 2, new ushort[32]));
        Assert.Throws<ArgumentException>(() => RowKernels.ReadLeast(new ushort[64], new ulong[3], 2, new ushort[32]));
        Assert.Throws<ArgumentException>(() => RowKernels.ReadLeast(new ushort[64], [], 2, new ushort[32]));
        Assert.Throws<ArgumentException>(() => RowKernels.ReadLeast(new ushort[64], new ulong[2], 2, new ushort[33]));
        Assert.Throws<ArgumentException>(() => RowKernels.ReadLeast<Lanes512>(new ushort[64], new ulong[2], 2, new ushort[32]));
        Assert.Throws<ArgumentException>(() => RowKernels.XorLevels(new byte[128], [0, 0], 2, new byte[64]));
        Assert.Throws<ArgumentException>(() => RowKernels.XorLevels(new byte[128], [2], 2, new byte[64]));
        Assert.Throws<ArgumentException>(() => RowKernels.XorLevels(new byte[64], [0], 2, new byte[32]));
    }

    [Fact]
    public void Addresses_are_taken_modulo_the_rows_of_a_node()
    {
        ushort[] cells = [.. Enumerable.Range(0, 64).Select(i => (ushort)i)];
        ushort[] rows = new ushort[16];

        RowKernels.ReadLeast(cells, [ulong.MaxValue - 1], 1, rows);

        Assert.Equal(cells[32..48], rows);
    }

    private delegate void LeastKernel(ReadOnlySpan<ushort> cells, ReadOnlySpan<ulong> addresses, int nodeCount, Span<ushort> rows);

    private delegate void LevelKernel(ReadOnlySpan<byte> table, ReadOnlySpan<byte> levels, int levelCount, Span<byte> row);
}
