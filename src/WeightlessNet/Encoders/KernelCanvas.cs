using WeightlessNet.Bits;

namespace WeightlessNet.Encoders;

/// <summary>
/// Encodes any number of points, such as a pen stroke or a signal, as a pattern of fixed length: kernels are placed at random in a
/// space, and each point sets the bits of its nearest kernels.
/// </summary>
/// <remarks>
/// After de Souza, França and Lima, "Spatio-temporal pattern classification with KernelCanvas and WiSARD" (BRACIS 2014). Immutable and
/// thread-safe.
/// </remarks>
public sealed partial class KernelCanvas
{
    private readonly double[] _kernels;

    /// <summary>Creates a canvas with random kernels.</summary>
    /// <param name="dimensions">The number of coordinates of a point, above 0.</param>
    /// <param name="kernels">The number of kernels, which is the number of bits; above 0.</param>
    /// <param name="nearest">The number of kernels that a point sets, 1 to <paramref name="kernels"/>.</param>
    /// <param name="seed">The seed of the kernels' positions, uniformly distributed over 0 to 1 in each dimension.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public KernelCanvas(int dimensions, int kernels, int nearest = 1, ulong seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(dimensions);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(kernels);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(nearest);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(nearest, kernels);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)dimensions * kernels, Array.MaxLength, nameof(kernels));
        Dimensions = dimensions;
        BitCount = kernels;
        Nearest = nearest;
        _kernels = new double[dimensions * kernels];
        SplitMix64 random = new(seed);
        foreach (ref double coordinate in _kernels.AsSpan())
        {
            coordinate = random.NextDouble();
        }
    }

    private KernelCanvas(int dimensions, double[] kernels, int nearest)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(dimensions);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(nearest);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(nearest, kernels.Length / dimensions);
        int outside = Array.FindIndex(kernels, coordinate => !(coordinate is >= 0 and < 1));
        if (outside >= 0)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"Coordinate {outside} is {kernels[outside]}; it must be 0 or more and below 1."),
                nameof(kernels));
        }

        Dimensions = dimensions;
        BitCount = kernels.Length / dimensions;
        Nearest = nearest;
        _kernels = kernels;
    }

    /// <summary>The number of coordinates of a point.</summary>
    public int Dimensions { get; }

    /// <summary>The number of bits of a pattern: one for each kernel.</summary>
    public int BitCount { get; }

    /// <summary>The number of kernels that a point sets.</summary>
    public int Nearest { get; }

    /// <summary>Writes the pattern of a set of points; every bit of the destination is set or cleared.</summary>
    /// <param name="points">The coordinates of point 0, then of point 1, and so on; best scaled to 0 to 1, where the kernels are.</param>
    /// <param name="destination">Exactly <see cref="BitCount"/> bits.</param>
    /// <exception cref="ArgumentException">
    /// The coordinates are not whole points, one is not finite, or the destination has another length.
    /// </exception>
    public void Encode(ReadOnlySpan<double> points, BitSlice destination)
    {
        EncoderGuard.ThrowIfWrongLength(destination, BitCount);
        if (points.Length % Dimensions != 0)
        {
            throw new ArgumentException($"{points.Length} coordinates are not whole points of {Dimensions}.", nameof(points));
        }

        for (int i = 0; i < points.Length; i++)
        {
            if (!double.IsFinite(points[i]))
            {
                throw new ArgumentException(
                    FormattableString.Invariant($"Coordinate {i} is {points[i]}; it must be finite."), nameof(points));
            }
        }

        destination.Clear();
        double[] distances = new double[BitCount];
        int[] order = new int[BitCount];
        for (int start = 0; start < points.Length; start += Dimensions)
        {
            ReadOnlySpan<double> point = points.Slice(start, Dimensions);
            for (int kernel = 0; kernel < BitCount; kernel++)
            {
                order[kernel] = kernel;
                distances[kernel] = SquaredDistance(point, _kernels.AsSpan(kernel * Dimensions, Dimensions));
            }

            // The lower index wins ties.
            Array.Sort(order, (a, b) => distances[a] != distances[b] ? distances[a].CompareTo(distances[b]) : a.CompareTo(b));
            foreach (int kernel in order.AsSpan(0, Nearest))
            {
                destination.Set(kernel);
            }
        }
    }

    private static double SquaredDistance(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        double sum = 0;
        for (int i = 0; i < left.Length; i++)
        {
            double difference = left[i] - right[i];
            sum += difference * difference;
        }

        return sum;
    }
}
