using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace WeightlessNet.Bits;

/// <summary>A vector of 128 bits.</summary>
internal readonly struct Lanes128 : ILanes<Lanes128>
{
    private readonly Vector128<byte> _bytes;

    private Lanes128(Vector128<byte> bytes) => _bytes = bytes;

    public static int ByteCount => 16;

    public static Lanes128 Zero => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 OfWord(ulong word) => new(Vector128.Create(word).AsByte());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Load(ref readonly byte source) => new(Vector128.LoadUnsafe(in source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes128 vector, ref byte destination) => vector._bytes.StoreUnsafe(ref destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Xor(Lanes128 left, Lanes128 right) => new(left._bytes ^ right._bytes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 And(Lanes128 left, Lanes128 right) => new(left._bytes & right._bytes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Or(Lanes128 left, Lanes128 right) => new(left._bytes | right._bytes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Not(Lanes128 vector) => new(~vector._bytes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Select(Lanes128 mask, Lanes128 ofOnes, Lanes128 ofZeros) =>
        new(Vector128.ConditionalSelect(mask._bytes, ofOnes._bytes, ofZeros._bytes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 ShiftWordsLeft(Lanes128 vector, int count) => new((vector._bytes.AsUInt64() << count).AsByte());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 ShiftWordsRight(Lanes128 vector, int count) => new((vector._bytes.AsUInt64() >>> count).AsByte());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong BytesAbove(Lanes128 left, Lanes128 right) =>
        Vector128.GreaterThan(left._bytes, right._bytes).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 MinimumOfCells(Lanes128 left, Lanes128 right) =>
        new(Vector128.Min(left._bytes.AsUInt16(), right._bytes.AsUInt16()).AsByte());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 LeastAbove(Lanes128 least, Lanes128 cells, Lanes128 thresholds)
    {
        Vector128<ushort> own = cells._bytes.AsUInt16();
        return new(Vector128.Min(least._bytes.AsUInt16(), own | Vector128.LessThanOrEqual(own, thresholds._bytes.AsUInt16())).AsByte());
    }

    // A comparison that holds gives all ones, that is -1, so subtracting it adds 1.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 CountAbove(Lanes128 votes, Lanes128 cells, Lanes128 thresholds) =>
        new((votes._bytes.AsUInt16() - Vector128.GreaterThan(cells._bytes.AsUInt16(), thresholds._bytes.AsUInt16())).AsByte());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddWeights(Lanes128 cells, ref Lanes128 lower, ref Lanes128 upper)
    {
        (Vector128<uint> first, Vector128<uint> second) = Vector128.Widen(cells._bytes.AsUInt16());
        lower = new((lower._bytes.AsInt32() + WeightsOf(first.AsInt32())).AsByte());
        upper = new((upper._bytes.AsInt32() + WeightsOf(second.AsInt32())).AsByte());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddSigned(Lanes128 cells, ref Lanes128 lower, ref Lanes128 upper)
    {
        (Vector128<int> first, Vector128<int> second) = Vector128.Widen(cells._bytes.AsInt16());
        lower = new((lower._bytes.AsInt32() + first).AsByte());
        upper = new((upper._bytes.AsInt32() + second).AsByte());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddSignedBytes(Lanes128 bytes, ref Lanes128 lower, ref Lanes128 upper)
    {
        (Vector128<short> first, Vector128<short> second) = Vector128.Widen(bytes._bytes.AsSByte());
        lower = new((lower._bytes.AsInt16() + first).AsByte());
        upper = new((upper._bytes.AsInt16() + second).AsByte());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> WeightsOf(Vector128<int> counts)
    {
        Vector128<int> logarithms = Vector128.ConvertToSingle(counts).AsInt32() >> CellWeight.MantissaShift;
        return (logarithms + Vector128.Create(CellWeight.Offset)) & Vector128.GreaterThan(counts, Vector128<int>.Zero);
    }
}
