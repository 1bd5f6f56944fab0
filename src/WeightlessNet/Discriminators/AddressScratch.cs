namespace WeightlessNet.Discriminators;

/// <summary>Scratch memory of a thread. Once it has grown, neither learning nor reading allocates.</summary>
internal sealed class AddressScratch
{
    [ThreadStatic]
    private static AddressScratch? _current;

    private byte[] _levels = [];
    private ulong[] _pattern = [];
    private ulong[] _row = [];
    private ulong[] _addresses = [];
    private ushort[] _rows = [];
    private int[] _sums = [];
    private ushort[] _thresholds = [];
    private int[] _histogram = [];
    private double[] _means = [];
    private double[] _probabilities = [];

    public static AddressScratch Current => _current ??= new AddressScratch();

    public Span<byte> Levels(int length) => Of(ref _levels, length);

    public Span<ulong> Pattern(int length) => Of(ref _pattern, length);

    /// <summary>Addresses in packed form.</summary>
    public Span<ulong> Row(int length) => Of(ref _row, length);

    public Span<ulong> Addresses(int length) => Of(ref _addresses, length);

    /// <summary>The rows of cells that a sample addresses.</summary>
    public Span<ushort> Rows(int length) => Of(ref _rows, length);

    public Span<int> Sums(int length) => Of(ref _sums, length);

    public Span<ushort> Thresholds(int length) => Of(ref _thresholds, length);

    public Span<int> Histogram(int length) => Of(ref _histogram, length);

    public Span<double> Means(int length) => Of(ref _means, length);

    public Span<double> Probabilities(int length) => Of(ref _probabilities, length);

    private static Span<T> Of<T>(ref T[] array, int length)
    {
        if (array.Length < length)
        {
            array = new T[length];
        }

        return array.AsSpan(0, length);
    }
}
