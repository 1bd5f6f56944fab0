using WeightlessNet.Bits;
using WeightlessNet.Encoders;

namespace WeightlessNet.Discriminators;

/// <summary>
/// Where the bits of a sample are in bit planes. A plane has one bit for each feature, and occupies whole words. There is a plane for each
/// level of a thermometer; images with edges have planes for the levels of brightness, then for those of changes from left to right, then
/// from top to bottom.
/// </summary>
/// <param name="retina">The retina.</param>
internal readonly struct PlaneLayout(ThermometerRetina retina)
{
    /// <summary>The number of planes, which is the number of bits of a feature.</summary>
    public int PlaneCount { get; } = retina.BitsOfFeature;

    /// <summary>The number of words of a plane.</summary>
    public int WordsOfPlane { get; } = BitSlice.WordCount(retina.FeatureCount);

    /// <summary>The number of words of a sample.</summary>
    public int WordCount => PlaneCount * WordsOfPlane;

    /// <summary>The place of a bit of the retina's pattern: bit i * <see cref="PlaneCount"/> + p is bit i of plane p.</summary>
    public int PlaceOf(int bit) => (bit % PlaneCount * WordsOfPlane * 64) + (bit / PlaneCount);
}
