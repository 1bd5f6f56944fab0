using WeightlessNet.Recommenders.Weightless.Internals;
using Xunit;

namespace WeightlessNet.Tests.Recommenders.Weightless;

public sealed class CellReciprocalsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1023)]
    [InlineData(1024)]
    [InlineData(3000)]
    public void Reciprocals_up_to_a_count_are_those_of_the_single_counts(int greatest)
    {
        CellReciprocals reciprocals = new(2.5);

        int[] scratch = [];
        ReadOnlySpan<int> all = reciprocals.UpTo(greatest, ref scratch);

        for (int count = 0; count <= greatest; count++)
        {
            Assert.Equal(reciprocals[count], all[count]);
            Assert.Equal((1 << CellReciprocals.FractionBits) / (count + 2.5), all[count], 0.51);
        }
    }

    [Fact]
    public void Memory_for_great_counts_is_kept_and_grows()
    {
        CellReciprocals reciprocals = new(2.5);
        int[] scratch = [];
        _ = reciprocals.UpTo(1500, ref scratch);
        _ = reciprocals.UpTo(1600, ref scratch);
        long before = GC.GetAllocatedBytesForCurrentThread();
        long differences = 0;
        for (int greatest = 0; greatest < 3000; greatest += 100)
        {
            differences |= reciprocals[greatest] ^ reciprocals.UpTo(greatest, ref scratch)[greatest];
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(0, differences);
    }
}
