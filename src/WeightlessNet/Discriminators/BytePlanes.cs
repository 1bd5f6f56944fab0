using System.Runtime.CompilerServices;
using WeightlessNet.Bits;
using WeightlessNet.Encoders;

namespace WeightlessNet.Discriminators;

/// <summary>
/// The bits of samples of bytes, such as pixels, level by level: whole vectors of bytes are compared with the thresholds of one level.
/// </summary>
/// <remarks>Immutable and thread-safe.</remarks>
internal sealed class BytePlanes
{
    private readonly int _featureCount;
    private readonly int _levels;
    private readonly int _wordsOfPlane;
    private readonly byte[] _thresholds;

    // 0 is above a threshold below 0, which a comparison of bytes cannot express: the bits of such thresholds; empty if there are none.
    private readonly ulong[] _alwaysSet;

    public BytePlanes(ThermometerRetina retina)
    {
        (_featureCount, _levels) = (retina.FeatureCount, retina.Levels);
        _wordsOfPlane = BitSlice.WordCount(_featureCount);
        _thresholds = new byte[retina.BitCount];
        ulong[] alwaysSet = new ulong[WordCount];
        for (int bit = 0; bit < retina.BitCount; bit++)
        {
            double threshold = retina.Thresholds[bit];
            _thresholds[(bit % _levels * _featureCount) + (bit / _levels)] = (byte)Math.Clamp(Math.Floor(threshold), 0, 255);
            if (threshold < 0)
            {
                int place = PlaceOf(bit);
                alwaysSet[place >> 6] |= 1UL << (place & 63);
            }
        }

        _alwaysSet = alwaysSet.AsSpan().ContainsAnyExcept(0UL) ? alwaysSet : [];
    }

    /// <summary>The number of words of a sample.</summary>
    public int WordCount => _levels * _wordsOfPlane;

    /// <summary>The place of a bit of the retina's pattern.</summary>
    public int PlaceOf(int bit) => (bit % _levels * _wordsOfPlane * 64) + (bit / _levels);

    /// <summary>Writes the bits of a sample with the retina's number of features.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Write(ReadOnlySpan<byte> sample, Span<ulong> planes)
    {
        for (int plane = 0; plane < _levels; plane++)
        {
            BitKernels.EncodeAbove(
                sample, _thresholds.AsSpan(plane * _featureCount, _featureCount), planes.Slice(plane * _wordsOfPlane, _wordsOfPlane));
        }

        for (int word = 0; word < _alwaysSet.Length; word++)
        {
            planes[word] |= _alwaysSet[word];
        }
    }
}
