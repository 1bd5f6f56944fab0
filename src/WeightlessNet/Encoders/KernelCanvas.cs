using WeightlessNet.Bits;

namespace WeightlessNet.Encoders;

/// <summary>
/// Encodes any number of points, such as a stroke or a signal, as a pattern of fixed length: kernels are strewn over a space at random,
/// and each point sets the bits of the kernels nearest to it.
/// </summary>
/// <remarks>
/// After de Souza, França and Lima, "Spatio-temporal pattern classification with KernelCanvas and WiSARD" (BRACIS 2014). Immutable and
/// thread-safe.
/// </remarks>
public sealed partial class KernelCanvas
{
    private readonly double[] _kernels;

    /// <summary>Strews the kernels.</summary>
    /// <param name="dimensions">How many coordinates a point has, above 0.</param>
    /// <param name="kernels">How many kernels, and so bits, there are, above 0.</param>
    /// <param name="nearest">How many kernels a point sets, 1 to <paramref name="kernels"/>.</param>
    /// <param name="seed">The seed of the kernels' places, evenly spread over 0 to 1 in each dimension.</param>
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
                FormattableString.Invariant($"Coordinate {outside} is {kernels[outside]}, not 0 to below 1."), nameof(kernels));
        }

        Dimensions = dimensions;
        BitCount = kernels.Length / dimensions;
        Nearest = nearest;
        _kernels = kernels;
    }

    /// <summary>How many coordinates a point has.</summary>
    public int Dimensions { get; }

    /// <summary>How many bits a pattern has: one for each kernel.</summary>
    public int BitCount { get; }

    /// <summary>How many kernels a point sets.</summary>
    public int Nearest { get; }

    /// <summary>Writes the pattern of some points; every bit of the destination is set or cleared.</summary>
    /// <param name="points">The coordinates of point 0, then of point 1, and so on; in the range 0 to 1 for a good spread.</param>
    /// <param name="destination">Exactly <see cref="BitCount"/> bits.</param>
    /// <exception cref="ArgumentException">
    /// The points are not whole, a coordinate is not finite, or the destination has another length.
    /// </exception>
    public void Encode(ReadOnlySpan<double> points, BitSlice destination)
    {
        EncoderGuard.ThrowIfWrongLength(destination, BitCount);
        if (points.Length % Dimensions != 0)
        {
            throw new ArgumentException($"{points.Length} coordinates are not whole points of {Dimensions}.", nameof(points));
        }

        foreach (double coordinate in points)
        {
            if (!double.IsFinite(coordinate))
            {
                throw new ArgumentException("A coordinate is not finite.", nameof(points));
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

            // Of kernels equally near the first one counts as nearer.
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
