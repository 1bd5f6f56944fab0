using System.Runtime.Intrinsics;
using WeightlessNet.Bits;
using WeightlessNet.LookupNetworks.Internals;
using Xunit;

namespace WeightlessNet.Tests.LookupNetworks;

/// <summary>The parts of the training against their plain definitions.</summary>
public sealed class LookupTrainingPartsTests
{
    [Theory]
    [InlineData(1, 128)]
    [InlineData(64, 5)]
    [InlineData(65, 127)]
    [InlineData(200, 128)]
    public void Slices_have_the_bits_of_a_batch(int bitCount, int count)
    {
        SplitMix64 random = new(2);
        int words = BitSlice.WordCount(bitCount);
        ulong[] patterns = [.. Enumerable.Range(0, 300 * words).Select(_ => random.Next())];
        int[] examples = [.. Enumerable.Range(0, count).Select(_ => random.Next(300))];
        BatchSlices slices = new(bitCount);
        slices.Fill(patterns, [.. Enumerable.Range(0, BatchSlices.Size)]);
        slices.Fill(patterns, examples);
        for (int bit = 0; bit < bitCount; bit++)
        {
            for (int i = 0; i < BatchSlices.Size; i++)
            {
                ulong expected = i < count ? (patterns[(examples[i] * words) + (bit >> 6)] >> (bit & 63)) & 1 : 0;
                Assert.Equal(expected, (slices[bit][i >> 6] >> (i & 63)) & 1);
            }
        }
    }

    [Fact]
    public void A_difference_is_the_weighted_sum_over_all_addresses()
    {
        SplitMix64 random = new(3);
        float[] cells = [.. Enumerable.Range(0, TableBlock.Cells * TableBlock.Tables).Select(_ => (float)((2 * random.NextDouble()) - 1))];
        float[] differences = new float[cells.Length];
        for (int pin = 0; pin < TableBlock.Pins; pin++)
        {
            ExtendedDifference.Of(cells, pin, differences);
            for (int address = 0; address < TableBlock.Cells; address++)
            {
                for (int table = 0; table < TableBlock.Tables; table += 5)
                {
                    double sum = 0;
                    for (int other = 0; other < TableBlock.Cells; other++)
                    {
                        int distance = int.PopCount((address ^ other) & ~(1 << pin));
                        int sign = (other >> pin & 1) != 0 ? 1 : -1;
                        sum += sign * 0.5 * Math.Pow(0.75, 5) * Math.Pow(1 / 3.0, distance) * cells[(other * TableBlock.Tables) + table];
                    }

                    Assert.Equal(sum, differences[(address * TableBlock.Tables) + table], 1e-5);
                }
            }
        }
    }

    [Fact]
    public void An_input_that_matters_alone_has_a_difference_of_half_the_cells()
    {
        // The cell is 1 where input 2 is set, and -1 elsewhere.
        float[] cells =
            [.. Enumerable.Range(0, TableBlock.Cells * TableBlock.Tables).Select(i => (i / TableBlock.Tables >> 2 & 1) != 0 ? 1f : -1f)];
        float[] differences = new float[cells.Length];
        for (int pin = 0; pin < TableBlock.Pins; pin++)
        {
            ExtendedDifference.Of(cells, pin, differences);
            Assert.All(differences, difference => Assert.Equal(pin == 2 ? 1 : 0, difference, 1e-5));
        }
    }

    [Fact]
    public void Addresses_get_the_bits_of_their_examples()
    {
        SplitMix64 random = new(5);
        ulong[] slice = [random.Next(), random.Next()];
        for (int pin = 0; pin < 8; pin++)
        {
            byte[] addresses = [.. Enumerable.Range(0, BatchSlices.Size).Select(i => (byte)(i & ~(1 << pin)))];
            AddressBits.Set(slice, pin, addresses);
            Assert.Equal(
                Enumerable.Range(0, BatchSlices.Size)
                    .Select(i => (byte)((i & ~(1 << pin)) | ((int)(slice[i >> 6] >> (i & 63) & 1) << pin))),
                addresses);
        }
    }

    [Fact]
    public void Sums_are_those_of_the_examples_with_a_bit()
    {
        SplitMix64 random = new(6);
        float[] numbers = [.. Enumerable.Range(0, BatchSlices.Size).Select(_ => (float)random.Next(1000))];
        ulong[] slice = [random.Next(), random.Next()];
        Assert.Equal(numbers.Sum(), SliceSums.Total(SliceSums.Of(numbers)));
        float expected = Enumerable.Range(0, BatchSlices.Size).Where(i => (slice[i >> 6] >> (i & 63) & 1) != 0).Sum(i => numbers[i]);
        Assert.Equal(expected, SliceSums.Total(SliceSums.OfSet(numbers, slice)));
        Assert.Equal(136, SliceSums.Total(Vector512.Create([.. Enumerable.Range(1, 16).Select(i => (float)i)])));
    }

    [Fact]
    public void A_step_of_a_vector_is_that_of_each_number()
    {
        SplitMix64 random = new(7);
        AdamStep.Schedule schedule = new(0.02, 10);
        float[] means = new float[16];
        float[] squares = new float[16];
        float[] meansApart = new float[16];
        float[] squaresApart = new float[16];
        float last = 1;
        for (int i = 0; i < 10; i++)
        {
            AdamStep step = schedule.Next();
            Assert.True(step.Rate <= last);
            last = step.Rate;
            float[] gradients = [.. Enumerable.Range(0, 16).Select(_ => (float)(random.NextDouble() - 0.5))];
            Vector512<float> moved = step.Move(Vector512.Create(gradients), ref means[0], ref squares[0]);
            for (int lane = 0; lane < 16; lane++)
            {
                Assert.Equal(step.Move(gradients[lane], ref meansApart[lane], ref squaresApart[lane]), moved[lane]);
            }
        }

        Assert.Equal(means, meansApart);
        Assert.Equal(squares, squaresApart);
        Assert.Equal(0.0004, last, 1e-6);
    }

    [Fact]
    public void Held_out_examples_are_a_share_of_each_class()
    {
        int[] classes = [.. Enumerable.Range(0, 1000).Select(static i => i < 3 ? 2 : i % 2)];
        (int[] learned, int[] held) = HeldOut.Divide(classes, 0.2, 1);
        Assert.Equal(Enumerable.Range(0, 1000), learned.Concat(held).Order());
        Assert.DoesNotContain(held, i => classes[i] == 2);
        Assert.Equal(99, held.Count(i => classes[i] == 0));
        Assert.Empty(HeldOut.Divide(classes, 0, 1).Held);
    }

    [Fact]
    public void The_gradient_of_a_squared_error_is_its_difference_by_a_vote()
    {
        const double VotesOfUnit = 4;
        SplitMix64 random = new(8);
        double[] targets = [.. Enumerable.Range(0, 20).Select(_ => (4 * random.NextDouble()) - 2)];
        int[] votes = [.. Enumerable.Range(0, BatchSlices.Size).Select(_ => random.Next(31))];
        int[] batch = [7, 3, 19];
        SquaredError loss = new(targets, 30, VotesOfUnit);
        float[][] gradients = [new float[BatchSlices.Size]];
        loss.Judge(batch, [votes], gradients);
        for (int i = 0; i < batch.Length; i++)
        {
            double LossWith(int more)
            {
                int[] changed = [.. votes];
                changed[i] += more;
                return loss.Judge(batch, [changed], [new float[BatchSlices.Size]]);
            }

            // A parabola: its difference over two votes is exactly twice its gradient.
            Assert.Equal((LossWith(1) - LossWith(-1)) / 2, gradients[0][i] * 2 / VotesOfUnit, 1e-6);
        }

        Assert.All(gradients[0][batch.Length..], gradient => Assert.Equal(0, gradient));
        int[] half = new int[BatchSlices.Size];
        Array.Fill(half, 15);
        Assert.Equal(batch.Sum(i => targets[i] * targets[i]), loss.Judge(batch, [half], gradients), 1e-12);
    }

    [Fact]
    public void The_gradient_of_a_cross_entropy_is_its_difference_by_a_vote()
    {
        const double Temperature = 1000;
        SplitMix64 random = new(9);
        int[] classes = [.. Enumerable.Range(0, 20).Select(_ => random.Next(3))];
        int[][] votes = [new int[BatchSlices.Size], new int[BatchSlices.Size], new int[BatchSlices.Size]];
        for (int i = 0; i < 3 * BatchSlices.Size; i++)
        {
            votes[i % 3][i / 3] = random.Next(2000);
        }

        float[][] gradients = [.. votes.Select(_ => new float[BatchSlices.Size])];
        int[] batch = [7, 3, 19];
        CrossEntropy loss = new(classes, 3, Temperature);
        loss.Judge(batch, votes, gradients);
        for (int c = 0; c < 3; c++)
        {
            for (int i = 0; i < batch.Length; i++)
            {
                double LossWith(int more)
                {
                    int[][] changed = [.. votes.Select(one => (int[])[.. one])];
                    changed[c][i] += more;
                    return loss.Judge(batch, changed, [.. votes.Select(_ => new float[BatchSlices.Size])]);
                }

                Assert.Equal((LossWith(1) - LossWith(-1)) / 2 * Temperature, gradients[c][i], 1e-4);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(2000)]
    [InlineData(int.MaxValue)]
    public void Products_of_a_scale_and_votes_are_exact(int tables)
    {
        SplitMix64 random = new(10);
        for (int i = 0; i < 1000; i++)
        {
            double scale = Math.ScaleB(random.NextDouble() - 0.5, random.Next(80) - 40);
            double exact = VoteLine.Exact(scale, tables);
            Assert.Equal(scale, exact, Math.Abs(scale) * Math.ScaleB(1, -20));
            Assert.True(new VoteLine(0, exact).IsValid(tables));
            double offset = random.NextDouble();
            int votes = (int)Math.Min(tables, (long)(random.NextDouble() * (tables + 1.0)));
            Assert.Equal(Math.FusedMultiplyAdd(exact, votes, offset), new VoteLine(offset, exact).Of(votes));
        }

        Assert.False(new VoteLine(0, 0.3).IsValid(tables));
        Assert.False(new VoteLine(double.NaN, 0.5).IsValid(tables));
        Assert.False(new VoteLine(0, double.PositiveInfinity).IsValid(tables));
        Assert.True(new VoteLine(0, 0).IsValid(tables));
    }

    [Fact]
    public void A_line_has_the_least_squared_error_of_its_examples()
    {
        SplitMix64 random = new(11);
        int[] votes = [.. Enumerable.Range(0, 60).Select(_ => random.Next(20))];
        double[] targets = [.. votes.Select(count => 1e6 + (3 * count) + (30 * random.NextDouble()))];
        int[] examples = [.. Enumerable.Range(5, 50)];
        var spread = TargetSpread.Of(targets, examples);
        var line = VoteLine.Fit(votes, spread.Standardized(targets), examples, spread, 20);
        double ErrorOf(VoteLine any) => examples.Sum(i => Math.Pow(any.Of(votes[i]) - targets[i], 2));
        double least = ErrorOf(line);
        Assert.Equal(3, line.Scale, 0.7);
        foreach (double change in (double[])[-0.01, 0.01])
        {
            Assert.True(ErrorOf(line with { Offset = line.Offset + change }) > least);
            Assert.True(ErrorOf(line with { Scale = line.Scale + change }) > least);
        }
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(-1e12)]
    [InlineData(1e-300)]
    public void The_spread_of_targets_has_their_unit(double unit)
    {
        double[] targets = [2 * unit, 4 * unit, 4 * unit, 4 * unit, 5 * unit, 5 * unit, 7 * unit, 9 * unit, 1e11];
        var spread = TargetSpread.Of(targets, [.. Enumerable.Range(0, 8)]);
        Assert.Equal(5, spread.Mean / unit, 1e-12);
        Assert.Equal(2, spread.Deviation / Math.Abs(unit), 1e-12);
        Assert.Equal(Math.Sign(unit) * 2, spread.Standardized(targets)[7], 1e-12);
        double[] equal = [0.1 * unit, 0.1 * unit, 0.1 * unit];
        Assert.Equal(new TargetSpread(0.1 * unit, 0), TargetSpread.Of(equal, [0, 1, 2]));
    }
}
