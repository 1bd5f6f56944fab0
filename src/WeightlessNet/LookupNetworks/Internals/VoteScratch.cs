using System.Runtime.Intrinsics;

namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>Memory of a thread for the samples that it asks about. Once it has grown, nothing is allocated.</summary>
internal sealed class VoteScratch
{
    [ThreadStatic]
    private static VoteScratch? _current;

    private ulong[] _patterns = [];
    private Vector512<ulong>[] _slices = [];
    private byte[] _bits = [];
    private int[] _votes = [];

    public static VoteScratch Current => _current ??= new VoteScratch();

    public Span<ulong> Patterns(int length) => Of(ref _patterns, length);

    public Span<Vector512<ulong>> Slices(int length) => Of(ref _slices, length);

    public Span<byte> Bits(int length) => Of(ref _bits, length);

    public Span<int> Votes(int length) => Of(ref _votes, length);

    private static Span<T> Of<T>(ref T[] array, int length)
    {
        if (array.Length < length)
        {
            array = new T[length];
        }

        return array.AsSpan(0, length);
    }
}
