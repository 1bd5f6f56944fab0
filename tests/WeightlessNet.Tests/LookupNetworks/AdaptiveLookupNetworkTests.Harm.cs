using WeightlessNet.LookupNetworks;
using Xunit;

namespace WeightlessNet.Tests.LookupNetworks;

// Examples that must not harm what the network knows.
public sealed partial class AdaptiveLookupNetworkTests
{
    [Theory]
    [InlineData(4)]
    [InlineData(40)]
    [InlineData(400)]
    public void A_few_examples_do_no_harm(ulong seed)
    {
        (double[] samples, string[] labels) = Drawn(100, seed);
        double before = ErrorsOf(s => Rough.Value.Classify(s), l => l);
        AdaptiveLookupNetwork<string> adaptive = new(Rough.Value);
        for (int i = 0; i < labels.Length; i++)
        {
            adaptive.Learn(samples.AsSpan(i * Features, Features), labels[i]);
            if (i < 10 || i % 10 == 0)
            {
                Assert.InRange(ErrorsOf(s => adaptive.Classify(s), l => l), 0, before + 0.01);
            }
        }
    }

    [Theory]
    [InlineData("ring", 1)]
    [InlineData("outside", 2)]
    public void Examples_of_one_class_do_no_harm_to_the_others(string only, ulong seed)
    {
        double before = ErrorsOf(s => Rough.Value.Classify(s), l => l);
        AdaptiveLookupNetwork<string> adaptive = new(Rough.Value);
        (double[] samples, string[] labels) = Drawn(1500, seed + 200);
        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i] == only)
            {
                adaptive.Learn(samples.AsSpan(i * Features, Features), only);
            }
        }

        Assert.InRange(adaptive.ExampleCount, 300, 1500);
        Assert.InRange(ErrorsOf(s => adaptive.Classify(s), l => l), 0, before + 0.01);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(30)]
    [InlineData(300)]
    public void A_new_class_that_is_shown_first_does_not_take_what_belongs_to_others(int count)
    {
        double before = ErrorsOf(s => Rough.Value.Classify(s), l => l);
        AdaptiveLookupNetwork<string> adaptive = new(Rough.Value);
        double[] samples = Drawn(count, 21).Samples;
        for (int i = 0; i < count; i++)
        {
            adaptive.Learn(new[] { 0.9 + (0.1 * samples[2 * i]), 0.9 + (0.1 * samples[(2 * i) + 1]) }, "corner");
        }

        Assert.Equal(before, ErrorsOf(s => adaptive.Classify(s), l => l), 0.01);

        // Together with others it is told from them.
        (double[] others, string[] labels) = Drawn(1000, 22);
        for (int i = 0; i < labels.Length; i++)
        {
            bool isCorner = others[2 * i] > 0.85 && others[(2 * i) + 1] > 0.85;
            adaptive.Learn(others.AsSpan(i * Features, Features), isCorner ? "corner" : labels[i]);
        }

        double[] corner = [0.95, 0.95];
        double[] center = [0.5, 0.5];
        Assert.Equal("corner", adaptive.Classify(corner).Label);
        Assert.Equal("center", adaptive.Classify(center).Label);
    }

    [Fact]
    public void Labels_that_occur_once_hardly_change_the_probabilities()
    {
        AdaptiveLookupNetwork<string> adaptive = new(Rough.Value);
        double before = LossOf(adaptive, l => l);
        double[] samples = Drawn(20, 23).Samples;
        for (int i = 0; i < 20; i++)
        {
            adaptive.Learn(samples.AsSpan(i * Features, Features), $"typing error {i}");
        }

        Assert.Equal(23, adaptive.Labels.Count);
        Assert.InRange(LossOf(adaptive, l => l), before, before + 0.021);
    }
}
