using System.Runtime.CompilerServices;
using WeightlessNet.Bits;
using WeightlessNet.Encoders;

namespace WeightlessNet.Discriminators;

/// <summary>
/// The bits of samples of bytes, such as pixels, level by level: whole vectors of bytes are compared with the thresholds of one level.
/// Images with edges have planes for the levels of brightness, then for those of changes from left to right, then from top to bottom.
/// </summary>
/// <remarks>Immutable and thread-safe.</remarks>
internal sealed class BytePlanes
{
    private readonly ThermometerRetina _retina;
    private readonly int _featureCount;
    private readonly int _wordsOfPlane;
    private readonly byte[] _thresholds;

    // 0 is above a threshold below 0, which a comparison of bytes cannot express: the bits of such thresholds; empty if there are none.
    private readonly ulong[] _alwaysSet;

    public BytePlanes(ThermometerRetina retina)
    {
        _retina = retina;
        _featureCount = retina.FeatureCount;
        _wordsOfPlane = BitSlice.WordCount(_featureCount);
        PlaneCount = retina.BitsOfFeature;
        _thresholds = new byte[retina.BitCount];
        ulong[] alwaysSet = new ulong[WordCount];
        for (int bit = 0; bit < retina.BitCount; bit++)
        {
            double threshold = retina.Thresholds[bit];
            _thresholds[(bit % PlaneCount * _featureCount) + (bit / PlaneCount)] = (byte)Math.Clamp(Math.Floor(threshold), 0, 255);
            if (threshold < 0)
            {
                int place = PlaceOf(bit);
                alwaysSet[place >> 6] |= 1UL << (place & 63);
            }
        }

        _alwaysSet = alwaysSet.AsSpan().ContainsAnyExcept(0UL) ? alwaysSet : [];
    }

    /// <summary>The number of planes, which is the number of bits of a feature: bit i of plane p is bit i times this number + p.</summary>
    public int PlaneCount { get; }

    /// <summary>The number of words of a sample.</summary>
    public int WordCount => PlaneCount * _wordsOfPlane;

    /// <summary>The place of a bit of the retina's pattern.</summary>
    public int PlaceOf(int bit) => (bit % PlaneCount * _wordsOfPlane * 64) + (bit / PlaneCount);

    /// <summary>Writes the bits of a sample with the retina's number of features.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Write(ReadOnlySpan<byte> sample, Span<ulong> planes)
    {
        Write(sample, 0, planes);
        if (_retina.HasEdges)
        {
            ThermometerRetina.Edges edges = ThermometerRetina.EdgesOf(sample, _retina.ImageWidth);
            Write(edges.Horizontal, _retina.Levels, planes);
            Write(edges.Vertical, 2 * _retina.Levels, planes);
        }

        for (int word = 0; word < _alwaysSet.Length; word++)
        {
            planes[word] |= _alwaysSet[word];
        }
    }

    // The planes of one thermometer of each feature.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Write(ReadOnlySpan<byte> values, int firstPlane, Span<ulong> planes)
    {
        for (int plane = firstPlane; plane < firstPlane + _retina.Levels; plane++)
        {
            BitKernels.EncodeAbove(
                values, _thresholds.AsSpan(plane * _featureCount, _featureCount), planes.Slice(plane * _wordsOfPlane, _wordsOfPlane));
        }
    }
}
