using FsCheck.Xunit;
using WeightlessNet.Bits;
using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Tests.Recommenders.Weightless;

public sealed class BlockAnswersTests
{
    [Property(MaxTest = 200)]
    public void Block_answers_and_thresholds_equal_those_one_by_one(ulong seed)
    {
        SplitMix64 random = new(seed);
        int[] bases = [.. Enumerable.Range(0, 64).Select(_ => random.Next(1 << 20) - (1 << 19))];
        int[] sums = [.. Enumerable.Range(0, 64).Select(_ => random.Next(2000) - 1000)];
        int step = 1 + random.Next(1000);
        int[] answers = new int[64];
        BlockAnswers.Write(bases, sums, step, answers);
        Assert.Equal(bases.Zip(sums, (expected, sum) => expected + (sum * step)), answers);

        foreach (int threshold in new[] { int.MinValue, answers.Min(), answers[random.Next(64)], answers.Max(), int.MaxValue })
        {
            ulong above = BlockAnswers.Above(answers, threshold);
            Assert.Equal(answers.Select(answer => answer > threshold), Enumerable.Range(0, 64).Select(i => ((above >> i) & 1) != 0));
        }
    }

    [Fact]
    public void Anything_but_a_whole_block_is_refused()
    {
        int[] block = new int[64];
        int[] other = new int[63];
        Assert.Throws<ArgumentException>("bases", () => BlockAnswers.Write(other, block, 1, block));
        Assert.Throws<ArgumentException>("sums", () => BlockAnswers.Write(block, other, 1, block));
        Assert.Throws<ArgumentException>("answers", () => BlockAnswers.Write(block, block, 1, other));
        Assert.Throws<ArgumentException>("answers", () => BlockAnswers.Above(other, 0));
    }
}
