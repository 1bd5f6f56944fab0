using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace WeightlessNet.Bits;

/// <summary>A vector of 512 bits.</summary>
internal readonly struct Lanes512 : ILanes<Lanes512>
{
    private readonly Vector512<byte> _bytes;

    private Lanes512(Vector512<byte> bytes) => _bytes = bytes;

    public static int ByteCount => 64;

    public static Lanes512 Zero => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 OfWord(ulong word) => new(Vector512.Create(word).AsByte());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Load(ref readonly byte source) => new(Vector512.LoadUnsafe(in source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes512 vector, ref byte destination) => vector._bytes.StoreUnsafe(ref destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Xor(Lanes512 left, Lanes512 right) => new(left._bytes ^ right._bytes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 And(Lanes512 left, Lanes512 right) => new(left._bytes & right._bytes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Or(Lanes512 left, Lanes512 right) => new(left._bytes | right._bytes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Not(Lanes512 vector) => new(~vector._bytes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Select(Lanes512 mask, Lanes512 ofOnes, Lanes512 ofZeros) =>
        new(Vector512.ConditionalSelect(mask._bytes, ofOnes._bytes, ofZeros._bytes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 ShiftWordsLeft(Lanes512 vector, int count) => new((vector._bytes.AsUInt64() << count).AsByte());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 ShiftWordsRight(Lanes512 vector, int count) => new((vector._bytes.AsUInt64() >>> count).AsByte());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong BytesAbove(Lanes512 left, Lanes512 right) =>
        Vector512.GreaterThan(left._bytes, right._bytes).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 MinimumOfCells(Lanes512 left, Lanes512 right) =>
        new(Vector512.Min(left._bytes.AsUInt16(), right._bytes.AsUInt16()).AsByte());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 LeastAbove(Lanes512 least, Lanes512 cells, Lanes512 thresholds)
    {
        Vector512<ushort> own = cells._bytes.AsUInt16();
        return new(Vector512.Min(least._bytes.AsUInt16(), own | Vector512.LessThanOrEqual(own, thresholds._bytes.AsUInt16())).AsByte());
    }

    // A comparison that holds gives all ones, that is -1, so subtracting it adds 1.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 CountAbove(Lanes512 votes, Lanes512 cells, Lanes512 thresholds) =>
        new((votes._bytes.AsUInt16() - Vector512.GreaterThan(cells._bytes.AsUInt16(), thresholds._bytes.AsUInt16())).AsByte());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddWeights(Lanes512 cells, ref Lanes512 lower, ref Lanes512 upper)
    {
        (Vector512<uint> first, Vector512<uint> second) = Vector512.Widen(cells._bytes.AsUInt16());
        lower = new((lower._bytes.AsInt32() + WeightsOf(first.AsInt32())).AsByte());
        upper = new((upper._bytes.AsInt32() + WeightsOf(second.AsInt32())).AsByte());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddSigned(Lanes512 cells, ref Lanes512 lower, ref Lanes512 upper)
    {
        (Vector512<int> first, Vector512<int> second) = Vector512.Widen(cells._bytes.AsInt16());
        lower = new((lower._bytes.AsInt32() + first).AsByte());
        upper = new((upper._bytes.AsInt32() + second).AsByte());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddSignedBytes(Lanes512 bytes, ref Lanes512 lower, ref Lanes512 upper)
    {
        (Vector512<short> first, Vector512<short> second) = Vector512.Widen(bytes._bytes.AsSByte());
        lower = new((lower._bytes.AsInt16() + first).AsByte());
        upper = new((upper._bytes.AsInt16() + second).AsByte());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> WeightsOf(Vector512<int> counts)
    {
        Vector512<int> logarithms = Vector512.ConvertToSingle(counts).AsInt32() >> CellWeight.MantissaShift;
        return (logarithms + Vector512.Create(CellWeight.Offset)) & Vector512.GreaterThan(counts, Vector512<int>.Zero);
    }
}
