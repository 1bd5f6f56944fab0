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

        ReadOnlySpan<int> all = reciprocals.UpTo(greatest);

        for (int count = 0; count <= greatest; count++)
        {
            Assert.Equal(reciprocals[count], all[count]);
            Assert.Equal((1 << CellReciprocals.FractionBits) / (count + 2.5), all[count], 0.51);
        }
    }
}
