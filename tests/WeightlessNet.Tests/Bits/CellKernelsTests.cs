using WeightlessNet.Bits;
using Xunit;

namespace WeightlessNet.Tests.Bits;

public sealed class CellKernelsTests
{
    private const int MostRows = 256;

    [Theory]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(64)]
    [InlineData(96)]
    public void Votes_and_weights_are_the_same_at_every_width_and_row_count_and_stay_within_bounds(int stride)
    {
        using GuardedMemory memory = new(MostRows * stride * sizeof(ushort));
        ushort[] thresholds = new ushort[stride];
        for (int rowCount = 0; rowCount <= MostRows; rowCount++)
        {
            Span<ushort> rows = memory.Last<ushort>(rowCount * stride);
            SplitMix64 random = new((ulong)rowCount);
            foreach (ref ushort cell in rows)
            {
                // Mostly small counts, some at the upper end.
                cell = random.Next(8) == 0 ? (ushort)(random.Next() | 0x8000) : (ushort)random.Next(6);
            }

            foreach (ref ushort threshold in thresholds.AsSpan())
            {
                threshold = random.Next(8) == 0 ? (ushort)(random.Next() | 0x8000) : (ushort)random.Next(6);
            }

            int[] votes = new int[stride];
            int[] weights = new int[stride];
            ushort[] least = [.. Enumerable.Repeat(ushort.MaxValue, stride)];
            for (int i = 0; i < rows.Length; i++)
            {
                least[i % stride] = rows[i] > thresholds[i % stride] ? Math.Min(least[i % stride], rows[i]) : least[i % stride];
                votes[i % stride] += rows[i] > thresholds[i % stride] ? 1 : 0;
                weights[i % stride] += CellWeight.Of(rows[i]);
            }

            AssertEqual(votes, rows, (cells, sums) => CellKernels.AddVotes(cells, thresholds, sums));
            AssertEqual(votes, rows, (cells, sums) => CellKernels.AddVotes<Lanes512>(cells, thresholds, sums));
            AssertEqual(votes, rows, (cells, sums) => CellKernels.AddVotes<Lanes256>(cells, thresholds, sums));
            AssertEqual(votes, rows, (cells, sums) => CellKernels.AddVotes<Lanes128>(cells, thresholds, sums));
            AssertEqual(votes, rows, (cells, sums) => CellKernels.AddVotesScalar(cells, thresholds, sums));
            AssertLeast(least, rows, thresholds, CellKernels.FindLeastAbove);
            AssertLeast(least, rows, thresholds, CellKernels.FindLeastAbove<Lanes512>);
            AssertLeast(least, rows, thresholds, CellKernels.FindLeastAbove<Lanes256>);
            AssertLeast(least, rows, thresholds, CellKernels.FindLeastAbove<Lanes128>);
            AssertLeast(least, rows, thresholds, CellKernels.FindLeastAboveScalar);
            AssertEqual(weights, rows, CellKernels.AddWeights);
            AssertEqual(weights, rows, CellKernels.AddWeights<Lanes512>);
            AssertEqual(weights, rows, CellKernels.AddWeights<Lanes256>);
            AssertEqual(weights, rows, CellKernels.AddWeights<Lanes128>);
            AssertEqual(weights, rows, CellKernels.AddWeightsScalar);
        }
    }

    [Fact]
    public void As_many_rows_as_a_model_may_have_nodes_are_summed_and_no_more()
    {
        const int Rows = ushort.MaxValue;
        ushort[] cells = new ushort[(Rows + 1) * 16];
        Array.Fill(cells, ushort.MaxValue);
        ushort[] thresholds = new ushort[16];
        int[] votes = new int[16];
        int[] weights = new int[16];
        CellKernels.AddVotes(cells.AsSpan(0, Rows * 16), thresholds, votes);
        CellKernels.AddWeights(cells.AsSpan(0, Rows * 16), weights);

        Assert.All(votes, vote => Assert.Equal(Rows, vote));
        Assert.All(weights, weight => Assert.Equal(Rows * CellWeight.Of(ushort.MaxValue), weight));
        Assert.Throws<ArgumentException>(() => CellKernels.AddVotes(cells, thresholds, votes));
        Assert.Throws<ArgumentException>(() => CellKernels.AddWeights(cells, weights));
    }

    [Theory]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(64)]
    public void Signed_sums_are_the_same_at_every_width_and_row_count_and_stay_within_bounds(int stride)
    {
        using GuardedMemory memory = new(MostRows * stride * sizeof(short));
        for (int rowCount = 0; rowCount <= MostRows; rowCount++)
        {
            Span<short> cells = memory.Last<short>(rowCount * stride);
            SplitMix64 random = new((ulong)rowCount);
            foreach (ref short cell in cells)
            {
                cell = (short)random.Next();
            }

            // Every row once in random order, including the last one before the guarded page.
            int[] offsets = new int[rowCount];
            int[] expected = new int[stride];
            for (int row = 0; row < rowCount; row++)
            {
                offsets[row] = row * stride;
                for (int c = 0; c < stride; c++)
                {
                    expected[c] += cells[(row * stride) + c];
                }
            }

            random.Shuffle<int>(offsets);
            foreach (SignedKernel kernel in new SignedKernel[]
            {
                CellKernels.AddSignedCells, CellKernels.AddSignedCells<Lanes256>, CellKernels.AddSignedCells<Lanes128>,
                CellKernels.AddSignedCellsScalar,
            })
            {
                int[] sums = new int[stride];
                kernel(cells, offsets, sums);
                Assert.Equal(expected, sums);
            }

            if (stride % 32 == 0)
            {
                int[] sums = new int[stride];
                CellKernels.AddSignedCells<Lanes512>(cells, offsets, sums);
                Assert.Equal(expected, sums);
            }
        }
    }

    [Theory]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(64)]
    [InlineData(96)]
    public void Signed_sums_of_bytes_are_the_same_at_every_width_and_row_count_and_stay_within_bounds(int stride)
    {
        using GuardedMemory memory = new(MostRows * stride);
        for (int rowCount = 0; rowCount <= MostRows; rowCount++)
        {
            Span<sbyte> cells = memory.Last<sbyte>(rowCount * stride);
            SplitMix64 random = new((ulong)rowCount);
            int[] offsets = [.. Enumerable.Range(0, rowCount).Select(row => row * stride)];
            random.Shuffle<int>(offsets);
            foreach (ref sbyte cell in cells)
            {
                cell = (sbyte)random.Next();
            }

            AssertSignedBytes(cells, offsets, stride);
        }
    }

    [Theory]
    [InlineData(sbyte.MinValue)]
    [InlineData(sbyte.MaxValue)]
    public void Signed_sums_of_many_extreme_bytes_do_not_overflow(sbyte extreme)
    {
        sbyte[] cells = new sbyte[64];
        Array.Fill(cells, extreme);
        foreach (int rowCount in new[] { 256, 257, 300, 512, 1000 })
        {
            AssertSignedBytes(cells, new int[rowCount], 64);
        }
    }

    [Fact]
    public void The_weight_of_a_count_grows_with_its_logarithm()
    {
        Assert.Equal(0, CellWeight.Of(0));
        Assert.Equal(20 * 256, CellWeight.Of(1));
        Assert.Equal(21 * 256, CellWeight.Of(2));
        Assert.Equal((21 * 256) + 128, CellWeight.Of(3));
        Assert.Equal(23 * 256, CellWeight.Of(8));
        for (int count = 1; count <= ushort.MaxValue; count++)
        {
            // Mitchell's logarithm is at most 0.0861 below the true one; rounding down adds 1/256.
            double exact = 256 * (20 + Math.Log2(count));
            Assert.InRange(CellWeight.Of((ushort)count), exact - 24, exact + 0.01);
            Assert.Equal(CellWeight.Of((ushort)count), CellWeight.OfPresence + CellWeight.Log2(count));
        }
    }

    [Theory]
    [InlineData(0, 16)]
    [InlineData(16, 16)]
    [InlineData(17, 32)]
    [InlineData(32, 32)]
    [InlineData(33, 64)]
    public void Strides_are_16_or_whole_vectors_of_512_bits(int classCount, int stride) =>
        Assert.Equal(stride, CellKernels.StrideOf(classCount));

    [Fact]
    public void Cells_that_are_not_whole_rows_are_refused()
    {
        Assert.Throws<ArgumentException>(() => CellKernels.AddWeights(new ushort[48], new int[48]));
        Assert.Throws<ArgumentException>(() => CellKernels.AddWeights(new ushort[17], new int[16]));
    }

    [Fact]
    public void A_signed_row_beyond_the_cells_is_refused() =>
        Assert.Multiple(
            () => Assert.Throws<ArgumentOutOfRangeException>(() => CellKernels.AddSignedCells<Lanes256>(new short[32], [17], new int[16])),
            () => Assert.Throws<ArgumentOutOfRangeException>(() => CellKernels.AddSignedCells<Lanes128>(new sbyte[32], [17], new int[16])),
            () => Assert.Throws<ArgumentException>(() => CellKernels.AddSignedCells<Lanes256>(new sbyte[32], [0], new int[16])));

    private delegate void RowKernel(ReadOnlySpan<ushort> rows, Span<int> sums);

    private delegate void FindKernel(ReadOnlySpan<ushort> rows, ReadOnlySpan<ushort> thresholds, Span<ushort> least);

    private delegate void SignedByteKernel(ReadOnlySpan<sbyte> cells, ReadOnlySpan<int> offsets, Span<int> sums);

    private delegate void SignedKernel(ReadOnlySpan<short> cells, ReadOnlySpan<int> offsets, Span<int> sums);

    private static void AssertSignedBytes(ReadOnlySpan<sbyte> cells, int[] offsets, int stride)
    {
        int[] expected = new int[stride];
        foreach (int offset in offsets)
        {
            for (int c = 0; c < stride; c++)
            {
                expected[c] += cells[offset + c];
            }
        }

        List<SignedByteKernel> kernels =
            [CellKernels.AddSignedCells, CellKernels.AddSignedCellsScalar, CellKernels.AddSignedCells<Lanes128>];
        if (stride % 32 == 0)
        {
            kernels.Add(CellKernels.AddSignedCells<Lanes256>);
        }

        if (stride % 64 == 0)
        {
            kernels.Add(CellKernels.AddSignedCells<Lanes512>);
        }

        foreach (SignedByteKernel kernel in kernels)
        {
            int[] sums = new int[stride];
            kernel(cells, offsets, sums);
            Assert.Equal(expected, sums);
        }
    }

    private static void AssertEqual(int[] expected, ReadOnlySpan<ushort> rows, RowKernel kernel)
    {
        int[] sums = new int[expected.Length];
        kernel(rows, sums);
        Assert.Equal(expected, sums);
    }

    private static void AssertLeast(ushort[] expected, ReadOnlySpan<ushort> rows, ushort[] thresholds, FindKernel kernel)
    {
        // What is left from before does not matter.
        ushort[] least = new ushort[expected.Length];
        kernel(rows, thresholds, least);
        Assert.Equal(expected, least);
    }
}
