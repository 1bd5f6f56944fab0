using WeightlessNet.Bits;

namespace WeightlessNet.Discriminators;

/// <summary>Scratch memory of a thread. Once it has grown, neither learning nor reading allocates.</summary>
internal sealed class AddressScratch
{
    [ThreadStatic]
    private static AddressScratch? _current;

    private byte[]? _levels;
    private ulong[]? _pattern;
    private ulong[]? _row;
    private ulong[]? _addresses;
    private ushort[]? _rows;
    private int[]? _sums;
    private ushort[]? _thresholds;
    private ushort[]? _least;
    private int[]? _histogram;
    private long[]? _changes;
    private double[]? _means;
    private double[]? _probabilities;

    public static AddressScratch Current => _current ??= new AddressScratch();

    public Span<byte> Levels(int length) => ThreadMemory.Of(ref _levels, length);

    public Span<ulong> Pattern(int length) => ThreadMemory.Of(ref _pattern, length);

    /// <summary>Addresses in packed form.</summary>
    public Span<ulong> Row(int length) => ThreadMemory.Of(ref _row, length);

    public Span<ulong> Addresses(int length) => ThreadMemory.Of(ref _addresses, length);

    /// <summary>The rows of cells that a sample addresses.</summary>
    public Span<ushort> Rows(int length) => ThreadMemory.Of(ref _rows, length);

    public Span<int> Sums(int length) => ThreadMemory.Of(ref _sums, length);

    public Span<ushort> Thresholds(int length) => ThreadMemory.Of(ref _thresholds, length);

    public Span<ushort> Least(int length) => ThreadMemory.Of(ref _least, length);

    public Span<int> Histogram(int length) => ThreadMemory.Of(ref _histogram, length);

    public Span<long> Changes(int length) => ThreadMemory.Of(ref _changes, length);

    public Span<double> Means(int length) => ThreadMemory.Of(ref _means, length);

    public Span<double> Probabilities(int length) => ThreadMemory.Of(ref _probabilities, length);
}
