using WeightlessNet.Bits;

namespace WeightlessNet.Discriminators;

/// <summary>Which bits of a pattern (the retina) form the tuple that addresses each RAM node.</summary>
/// <remarks>
/// Immutable and thread-safe. A random mapping is part of the format of what is stored: the same bit count, shape and seed give the
/// same mapping on every machine and in every version.
/// </remarks>
public sealed partial class TupleMapping
{
    private readonly int[] _bits;

    /// <summary>Creates a mapping from given tuples.</summary>
    /// <param name="bitCount">How many bits a pattern has, above 0.</param>
    /// <param name="tupleSize">How many bits form a tuple, 1 to 64.</param>
    /// <param name="bits">The bits of node 0, then of node 1, and so on; bit k of an address is the k-th bit of its tuple.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="bitCount"/> or <paramref name="tupleSize"/> is out of range.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="bits"/> holds no whole number of tuples, or a bit that is not in the pattern.
    /// </exception>
    public TupleMapping(int bitCount, int tupleSize, ReadOnlySpan<int> bits)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bitCount);
        ThrowIfNotInputs(tupleSize);
        if (bits.IsEmpty || bits.Length % tupleSize != 0)
        {
            throw new ArgumentException(
                $"{bits.Length} bits are not a whole number of tuples of {tupleSize}, at least one.", nameof(bits));
        }

        foreach (int bit in bits)
        {
            if ((uint)bit >= (uint)bitCount)
            {
                throw new ArgumentException($"Bit {bit} is not in a pattern of {bitCount} bits.", nameof(bits));
            }
        }

        BitCount = bitCount;
        TupleSize = tupleSize;
        _bits = bits.ToArray();
    }

    /// <summary>The most bits that a tuple can have.</summary>
    public const int MaximumTupleSize = 64;

    /// <summary>How many pixels wide and high the windows of <see cref="RandomWindows"/> are where nothing else is said.</summary>
    public const int DefaultWindowSide = 10;

    /// <summary>How many bits a pattern has.</summary>
    public int BitCount { get; }

    /// <summary>How many bits form a tuple.</summary>
    public int TupleSize { get; }

    /// <summary>How many nodes there are.</summary>
    public int NodeCount => _bits.Length / TupleSize;

    /// <summary>
    /// Draws tuples from random permutations of all bits, one after the other, so that how often any two bits are used differs by
    /// one at the most.
    /// </summary>
    /// <param name="bitCount">How many bits a pattern has, above 0.</param>
    /// <param name="tupleSize">How many bits form a tuple, 1 to 64.</param>
    /// <param name="nodeCount">How many nodes to make, above 0.</param>
    /// <param name="seed">The seed of the permutations.</param>
    /// <returns>The mapping. Where a pattern has at least as many bits as a tuple, no tuple holds a bit twice.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static TupleMapping Random(int bitCount, int tupleSize, int nodeCount, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bitCount);
        ThrowIfNotInputs(tupleSize);
        ThrowIfNotNodes(nodeCount, tupleSize);
        SplitMix64 random = new(seed);
        int[] permutation = new int[bitCount];
        for (int i = 0; i < bitCount; i++)
        {
            permutation[i] = i;
        }

        int[] bits = new int[nodeCount * tupleSize];
        int next = bitCount;
        for (int i = 0; i < bits.Length; i++)
        {
            if (next == bitCount)
            {
                random.Shuffle<int>(permutation);
                next = 0;
                int tupleStart = i - (i % tupleSize);
                if (tupleSize <= bitCount)
                {
                    MoveUnusedToFront(permutation, bits.AsSpan(tupleStart, i - tupleStart), tupleSize - (i - tupleStart));
                }
            }

            bits[i] = permutation[next++];
        }

        return new TupleMapping(bitCount, tupleSize, bits);
    }

    /// <summary>
    /// Draws each tuple from a random window of an image, so that a node sees a neighborhood: what lies near in an image belongs
    /// together, which makes such mappings far more accurate on images than mappings over the whole.
    /// </summary>
    /// <param name="shape">The image: bit (row * width + column) * levels + level is the level-th bit of a pixel.</param>
    /// <param name="tupleSize">How many bits form a tuple, 1 to 64, no more than a window has.</param>
    /// <param name="nodeCount">How many nodes to make, above 0.</param>
    /// <param name="seed">The seed of the windows and of the bits drawn from them.</param>
    /// <param name="windowSide">How many pixels wide and high a window is, above 0; no more than the image is.</param>
    /// <returns>The mapping; no tuple holds a bit twice.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static TupleMapping RandomWindows(
        ImageShape shape, int tupleSize, int nodeCount, ulong seed, int windowSide = DefaultWindowSide)
    {
        ThrowIfNotInputs(tupleSize);
        ThrowIfNotNodes(nodeCount, tupleSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(windowSide);
        int windowWidth = Math.Min(windowSide, shape.Width);
        int windowHeight = Math.Min(windowSide, shape.Height);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(tupleSize, windowWidth * windowHeight * shape.Levels);

        SplitMix64 random = new(seed);
        int[] bits = new int[nodeCount * tupleSize];
        for (int start = 0; start < bits.Length; start += tupleSize)
        {
            int top = random.Next(shape.Height - windowHeight + 1);
            int left = random.Next(shape.Width - windowWidth + 1);
            for (int input = 0; input < tupleSize;)
            {
                int row = top + random.Next(windowHeight);
                int column = left + random.Next(windowWidth);
                int bit = (((row * shape.Width) + column) * shape.Levels) + random.Next(shape.Levels);
                if (!bits.AsSpan(start, input).Contains(bit))
                {
                    bits[start + input++] = bit;
                }
            }
        }

        return new TupleMapping(shape.BitCount, tupleSize, bits);
    }

    /// <summary>The bits that form a node's tuple.</summary>
    /// <param name="node">The node, 0 to <see cref="NodeCount"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="node"/> is not a node.</exception>
    public ReadOnlySpan<int> TupleOf(int node)
    {
        if ((uint)node >= (uint)NodeCount)
        {
            throw new ArgumentOutOfRangeException(nameof(node), node, $"There are {NodeCount} nodes.");
        }

        return _bits.AsSpan(node * TupleSize, TupleSize);
    }

    /// <summary>The address that a pattern has at a node: bit k of it is the k-th bit of the node's tuple.</summary>
    /// <param name="pattern">The packed pattern, at least <see cref="BitCount"/> bits.</param>
    /// <param name="node">The node, 0 to <see cref="NodeCount"/> - 1.</param>
    /// <exception cref="ArgumentException"><paramref name="pattern"/> is too short.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="node"/> is not a node.</exception>
    public ulong AddressOf(ReadOnlySpan<ulong> pattern, int node)
    {
        if (pattern.Length < BitSlice.WordCount(BitCount))
        {
            throw new ArgumentException(
                $"The pattern has {pattern.Length} words, {BitSlice.WordCount(BitCount)} are needed.", nameof(pattern));
        }

        ulong address = 0;
        ReadOnlySpan<int> tuple = TupleOf(node);
        for (int input = 0; input < tuple.Length; input++)
        {
            int bit = tuple[input];
            address |= ((pattern[bit >> 6] >> (bit & 63)) & 1) << input;
        }

        return address;
    }

    /// <summary>Whether two mappings have the same tuples over the same patterns.</summary>
    internal bool IsSameAs(TupleMapping other) =>
        BitCount == other.BitCount && TupleSize == other.TupleSize && _bits.AsSpan().SequenceEqual(other._bits);

    // A tuple that spans two permutations goes on with bits that it does not hold yet.
    private static void MoveUnusedToFront(Span<int> permutation, ReadOnlySpan<int> used, int wanted)
    {
        int front = 0;
        for (int i = 0; front < wanted && i < permutation.Length; i++)
        {
            if (!used.Contains(permutation[i]))
            {
                (permutation[front], permutation[i]) = (permutation[i], permutation[front]);
                front++;
            }
        }
    }

    private static void ThrowIfNotNodes(int nodeCount, int tupleSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(nodeCount);
        if ((long)nodeCount * tupleSize > Array.MaxLength)
        {
            throw new ArgumentOutOfRangeException(nameof(nodeCount), nodeCount, $"All tuples have {Array.MaxLength} bits at the most.");
        }
    }

    private static void ThrowIfNotInputs(int tupleSize)
    {
        if (tupleSize is < 1 or > MaximumTupleSize)
        {
            throw new ArgumentOutOfRangeException(nameof(tupleSize), tupleSize, $"A tuple has 1 to {MaximumTupleSize} bits.");
        }
    }
}
