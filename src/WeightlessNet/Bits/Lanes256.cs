using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace WeightlessNet.Bits;

/// <summary>A vector of 256 bits.</summary>
internal readonly struct Lanes256 : ILanes<Lanes256>
{
    private readonly Vector256<byte> _bytes;

    private Lanes256(Vector256<byte> bytes) => _bytes = bytes;

    public static int ByteCount => 32;

    public static Lanes256 Zero => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 OfWord(ulong word) => new(Vector256.Create(word).AsByte());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Load(ref readonly byte source) => new(Vector256.LoadUnsafe(in source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes256 vector, ref byte destination) => vector._bytes.StoreUnsafe(ref destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Xor(Lanes256 left, Lanes256 right) => new(left._bytes ^ right._bytes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 And(Lanes256 left, Lanes256 right) => new(left._bytes & right._bytes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Or(Lanes256 left, Lanes256 right) => new(left._bytes | right._bytes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Not(Lanes256 vector) => new(~vector._bytes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Select(Lanes256 mask, Lanes256 ofOnes, Lanes256 ofZeros) =>
        new(Vector256.ConditionalSelect(mask._bytes, ofOnes._bytes, ofZeros._bytes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 ShiftWordsLeft(Lanes256 vector, int count) => new((vector._bytes.AsUInt64() << count).AsByte());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 ShiftWordsRight(Lanes256 vector, int count) => new((vector._bytes.AsUInt64() >>> count).AsByte());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong BytesAbove(Lanes256 left, Lanes256 right) =>
        Vector256.GreaterThan(left._bytes, right._bytes).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 MinimumOfCells(Lanes256 left, Lanes256 right) =>
        new(Vector256.Min(left._bytes.AsUInt16(), right._bytes.AsUInt16()).AsByte());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 LeastAbove(Lanes256 least, Lanes256 cells, Lanes256 thresholds)
    {
        Vector256<ushort> own = cells._bytes.AsUInt16();
        return new(Vector256.Min(least._bytes.AsUInt16(), own | Vector256.LessThanOrEqual(own, thresholds._bytes.AsUInt16())).AsByte());
    }

    // A comparison that holds gives all ones, that is -1, so subtracting it adds 1.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 CountAbove(Lanes256 votes, Lanes256 cells, Lanes256 thresholds) =>
        new((votes._bytes.AsUInt16() - Vector256.GreaterThan(cells._bytes.AsUInt16(), thresholds._bytes.AsUInt16())).AsByte());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddWeights(Lanes256 cells, ref Lanes256 lower, ref Lanes256 upper)
    {
        (Vector256<uint> first, Vector256<uint> second) = Vector256.Widen(cells._bytes.AsUInt16());
        lower = new((lower._bytes.AsInt32() + WeightsOf(first.AsInt32())).AsByte());
        upper = new((upper._bytes.AsInt32() + WeightsOf(second.AsInt32())).AsByte());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddSigned(Lanes256 cells, ref Lanes256 lower, ref Lanes256 upper)
    {
        (Vector256<int> first, Vector256<int> second) = Vector256.Widen(cells._bytes.AsInt16());
        lower = new((lower._bytes.AsInt32() + first).AsByte());
        upper = new((upper._bytes.AsInt32() + second).AsByte());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddSignedBytes(Lanes256 bytes, ref Lanes256 lower, ref Lanes256 upper)
    {
        (Vector256<short> first, Vector256<short> second) = Vector256.Widen(bytes._bytes.AsSByte());
        lower = new((lower._bytes.AsInt16() + first).AsByte());
        upper = new((upper._bytes.AsInt16() + second).AsByte());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> WeightsOf(Vector256<int> counts)
    {
        Vector256<int> logarithms = Vector256.ConvertToSingle(counts).AsInt32() >> CellWeight.MantissaShift;
        return (logarithms + Vector256.Create(CellWeight.Offset)) & Vector256.GreaterThan(counts, Vector256<int>.Zero);
    }
}
