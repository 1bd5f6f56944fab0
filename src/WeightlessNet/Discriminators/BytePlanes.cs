using System.Runtime.CompilerServices;
using WeightlessNet.Bits;
using WeightlessNet.Encoders;

namespace WeightlessNet.Discriminators;

/// <summary>
/// The bits of samples of bytes, such as pixels, as bit planes: whole vectors of bytes are compared with the thresholds of one plane.
/// </summary>
/// <remarks>Immutable and thread-safe.</remarks>
internal sealed class BytePlanes
{
    private readonly ThermometerRetina _retina;
    private readonly byte[] _thresholds;

    // 0 is above a threshold below 0, which a comparison of bytes cannot express: the bits of such thresholds; empty if there are none.
    private readonly ulong[] _alwaysSet;

    public BytePlanes(ThermometerRetina retina)
    {
        _retina = retina;
        Layout = new PlaneLayout(retina);
        _thresholds = new byte[retina.BitCount];
        ulong[] alwaysSet = new ulong[Layout.WordCount];
        for (int bit = 0; bit < retina.BitCount; bit++)
        {
            double threshold = retina.Thresholds[bit];
            (int feature, int plane) = Math.DivRem(bit, Layout.PlaneCount);
            _thresholds[(plane * retina.FeatureCount) + feature] = (byte)Math.Clamp(Math.Floor(threshold), 0, 255);
            if (threshold < 0)
            {
                int place = Layout.PlaceOf(bit);
                alwaysSet[place >> 6] |= 1UL << (place & 63);
            }
        }

        _alwaysSet = alwaysSet.AsSpan().ContainsAnyExcept(0UL) ? alwaysSet : [];
    }

    /// <summary>Where the bits are.</summary>
    public PlaneLayout Layout { get; }

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
                values,
                _thresholds.AsSpan(plane * values.Length, values.Length),
                planes.Slice(plane * Layout.WordsOfPlane, Layout.WordsOfPlane));
        }
    }
}
