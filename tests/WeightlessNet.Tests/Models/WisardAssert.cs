using WeightlessNet.Models;
using Xunit;

namespace WeightlessNet.Tests.Models;

/// <summary>Asserts on classifiers of <see cref="Glyphs"/>.</summary>
internal static class WisardAssert
{
    /// <summary>Asserts that two classifiers give other glyphs the same probabilities, up to some digits.</summary>
    public static void SameProbabilities(int classes, WisardClassifier<int> one, WisardClassifier<int> other, int digits)
    {
        double[] expected = new double[classes];
        double[] actual = new double[classes];
        foreach ((ulong[] pattern, _) in Glyphs.Make(50, classes, 2, 30))
        {
            one.Probabilities(pattern, expected);
            other.Probabilities(pattern, actual);
            Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, digits));
        }
    }
}
