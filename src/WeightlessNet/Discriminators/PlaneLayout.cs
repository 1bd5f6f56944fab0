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

    /// <summary>
    /// The place of a bit of the retina's pattern where the words of the same features are side by side, see <see cref="Turn"/>.
    /// </summary>
    public int TurnedPlaceOf(int bit)
    {
        (int word, int bitOfWord) = Math.DivRem(PlaceOf(bit), 64);
        (int plane, int wordOfPlane) = Math.DivRem(word, WordsOfPlane);
        return (((wordOfPlane * PlaneCount) + plane) * 64) + bitOfWord;
    }

    /// <summary>Puts the words of the same features of all planes side by side.</summary>
    /// <param name="planes">The words of plane 0, then those of plane 1, and so on.</param>
    /// <param name="turned">Receives the first words of all planes, then the second ones, and so on.</param>
    public void Turn(ReadOnlySpan<ulong> planes, Span<ulong> turned)
    {
        for (int plane = 0; plane < PlaneCount; plane++)
        {
            int at = plane;
            foreach (ulong word in planes.Slice(plane * WordsOfPlane, WordsOfPlane))
            {
                turned[at] = word;
                at += PlaneCount;
            }
        }
    }
}
