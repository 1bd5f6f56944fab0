using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using WeightlessNet.Bits;
using WeightlessNet.Discriminators;
using WeightlessNet.Encoders;

namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>
/// The slices of samples of bytes, such as pixels: 32 samples are compared with a threshold at once, and only with those thresholds whose
/// bits are read.
/// </summary>
/// <remarks>Immutable and thread-safe.</remarks>
internal sealed class ByteSlices
{
    // Samples that are transposed together, and those that are compared together.
    private const int Chunk = ByteColumns.Samples;
    private const int Group = 4 * Chunk;
    private const int GroupBytes = Group / 8;

    // Comparisons of signed bytes are one instruction, of unsigned ones are more.
    private const byte SignBit = 0x80;

    private const int Unread = -1;
    private const int Read = 0;

    private readonly int _features;
    private readonly int _imageWidth;
    private readonly int _kinds;

    // The slices of the thermometer t of feature f are those from _first[t * features + f] to the next.
    private readonly int[] _first;
    private readonly sbyte[] _thresholds;
    private readonly int[] _alwaysSet;

    /// <param name="layer">The layer, with a retina; the bits of its tuples are read.</param>
    public ByteSlices(InputLayer layer)
    {
        ThermometerRetina retina = layer.Retina!;
        (_features, _imageWidth, _kinds) = (retina.FeatureCount, retina.ImageWidth, retina.ThermometersOfFeature);
        int[] sliceOfBit = new int[retina.BitCount];
        Array.Fill(sliceOfBit, Unread);
        for (int node = 0; node < layer.NodeCount; node++)
        {
            foreach (int bit in layer.Mapping.TupleOf(node))
            {
                sliceOfBit[bit] = Read;
            }
        }

        _first = new int[(_kinds * _features) + 1];
        List<sbyte> thresholds = [];
        List<int> alwaysSet = [];
        for (int thermometer = 0; thermometer < _first.Length - 1; thermometer++)
        {
            (int kind, int feature) = Math.DivRem(thermometer, _features);
            int firstBit = ((feature * _kinds) + kind) * retina.Levels;
            for (int bit = firstBit; bit < firstBit + retina.Levels; bit++)
            {
                if (sliceOfBit[bit] == Unread)
                {
                    continue;
                }

                // 0 is above a threshold below 0, which a comparison of bytes cannot express.
                double threshold = retina.Thresholds[bit];
                if (threshold < 0)
                {
                    alwaysSet.Add(thresholds.Count);
                }

                sliceOfBit[bit] = thresholds.Count;
                thresholds.Add((sbyte)((byte)Math.Clamp(Math.Floor(threshold), 0, 255) ^ SignBit));
            }

            _first[thermometer + 1] = thresholds.Count;
        }

        (_thresholds, _alwaysSet) = ([.. thresholds], [.. alwaysSet]);
        Pins = TablePins.Of(layer.Mapping, bit => sliceOfBit[bit]);
    }

    /// <summary>The number of slices.</summary>
    public int Count => _thresholds.Length;

    /// <summary>The slice of each input's bit: six for each table.</summary>
    public int[] Pins { get; }

    /// <summary>The number of bytes of scratch memory.</summary>
    public long ScratchBytes =>
        ((long)_features * ((_kinds * Group) + Chunk)) + (_imageWidth > 0 ? EdgesOfManyImages.ScratchBytes(_imageWidth) : 0);

    /// <summary>Writes the slices.</summary>
    /// <param name="samples">Samples of bytes with the retina's number of features.</param>
    /// <param name="first">The first of the samples.</param>
    /// <param name="size">The number of samples: a multiple of 128; missing ones have no meaning.</param>
    /// <param name="slices">Receives <paramref name="size"/> bits for each of <see cref="Count"/> slices.</param>
    /// <param name="scratch">Memory of <see cref="ScratchBytes"/> bytes.</param>
    public void Write(SampleBatch samples, int first, int size, Span<byte> slices, Span<byte> scratch)
    {
        // By groups, so that their pixels stay in a near cache.
        int sliceBytes = size / 8;
        for (int part = 0; part < sliceBytes && first + (part * 8) < samples.Count; part += GroupBytes)
        {
            WriteColumns(samples, first + (part * 8), scratch);
            Compare(scratch[..(_kinds * _features * Group)], sliceBytes, part, slices);
        }

        foreach (int slice in _alwaysSet)
        {
            slices.Slice(slice * sliceBytes, sliceBytes).Fill(byte.MaxValue);
        }
    }

    private void WriteColumns(SampleBatch samples, int first, Span<byte> scratch)
    {
        int chunkBytes = _features * Chunk;
        int columnBytes = _features * Group;
        Span<byte> near = scratch.Slice(_kinds * columnBytes, chunkBytes);
        for (int chunk = 0; chunk < Group / Chunk; chunk++)
        {
            // Copied, as 32 samples at once are read faster from a near cache; missing ones are zeros.
            ReadOnlySpan<byte> bytes = samples.BytesOf(first + (chunk * Chunk), Chunk);
            bytes.CopyTo(near);
            near[bytes.Length..].Clear();
            Span<byte> pixels = scratch.Slice(chunk * chunkBytes, chunkBytes);
            ByteColumns.Write(near, pixels);
            if (_imageWidth > 0)
            {
                EdgesOfManyImages.Write(
                    pixels,
                    _imageWidth,
                    scratch.Slice(columnBytes + (chunk * chunkBytes), chunkBytes),
                    scratch.Slice((2 * columnBytes) + (chunk * chunkBytes), chunkBytes),
                    scratch[((_kinds * columnBytes) + chunkBytes)..]);
            }
        }
    }

    // The bits of a group, which are some bytes of each slice.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Compare(ReadOnlySpan<byte> columns, int sliceBytes, int part, Span<byte> slices)
    {
        int columnBytes = _features * Group;
        int chunkBytes = _features * Chunk;
        ref byte column = ref MemoryMarshal.GetReference(columns);
        ref byte slice = ref MemoryMarshal.GetReference(slices);
        ref sbyte threshold = ref MemoryMarshal.GetArrayDataReference(_thresholds);
        for (int thermometer = 0; thermometer < _first.Length - 1; thermometer++)
        {
            int begin = _first[thermometer];
            int end = _first[thermometer + 1];
            if (begin == end)
            {
                continue;
            }

            (int kind, int feature) = Math.DivRem(thermometer, _features);
            ref byte own = ref Unsafe.Add(ref column, (kind * columnBytes) + (feature * Chunk));
            Vector256<sbyte> one = Signed(ref own);
            Vector256<sbyte> two = Signed(ref Unsafe.Add(ref own, chunkBytes));
            Vector256<sbyte> three = Signed(ref Unsafe.Add(ref own, 2 * chunkBytes));
            Vector256<sbyte> four = Signed(ref Unsafe.Add(ref own, 3 * chunkBytes));
            nuint written = ((nuint)begin * (nuint)sliceBytes) + (nuint)part;
            for (int at = begin; at < end; at++)
            {
                Vector256<sbyte> thresholds = Vector256.Create(Unsafe.Add(ref threshold, at));
                Unsafe.WriteUnaligned(ref Unsafe.Add(ref slice, written), Above(one, two, thresholds));
                Unsafe.WriteUnaligned(ref Unsafe.Add(ref slice, written + sizeof(ulong)), Above(three, four, thresholds));
                written += (nuint)sliceBytes;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<sbyte> Signed(ref byte values) => (Vector256.LoadUnsafe(ref values) ^ Vector256.Create(SignBit)).AsSByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Above(Vector256<sbyte> low, Vector256<sbyte> high, Vector256<sbyte> thresholds) =>
        Vector256.GreaterThan(low, thresholds).ExtractMostSignificantBits()
        | ((ulong)Vector256.GreaterThan(high, thresholds).ExtractMostSignificantBits() << Chunk);
}
