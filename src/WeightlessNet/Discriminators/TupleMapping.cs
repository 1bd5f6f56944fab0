using WeightlessNet.Bits;

namespace WeightlessNet.Discriminators;

/// <summary>Which bits of a pattern form the tuple that addresses each RAM node.</summary>
/// <remarks>
/// Immutable and thread-safe. Random mappings are part of the storage format: the same bit count, shape and seed give the same mapping on
/// every machine and in every version.
/// </remarks>
public sealed partial class TupleMapping
{
    private const int MostGroups = 4;
    private const int LeastNodes = 16;

    private readonly int[] _bits;

    /// <summary>Creates a mapping from given tuples.</summary>
    /// <param name="bitCount">The number of bits of a pattern, above 0.</param>
    /// <param name="tupleSize">The number of bits of a tuple, 1 to 64.</param>
    /// <param name="bits">
    /// The tuple of node 0, then of node 1, and so on, at least one. Bit k of an address is the tuple's k-th bit, counted from 0.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="bitCount"/> or <paramref name="tupleSize"/> is out of range.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="bits"/> is empty or not whole tuples, or holds a bit that is not in the pattern.
    /// </exception>
    public TupleMapping(int bitCount, int tupleSize, ReadOnlySpan<int> bits)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bitCount);
        ThrowIfNotTupleSize(tupleSize);
        if (bits.IsEmpty || bits.Length % tupleSize != 0)
        {
            throw new ArgumentException(
                $"{bits.Length} bits are not one or more whole tuples of {tupleSize}.", nameof(bits));
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
        Groups = FindGroups();
        LargestTuples = Groups.MaxBy(group => DifferentBits(TupleOf(group.First)));
    }

    /// <summary>The largest number of bits of a tuple.</summary>
    internal const int MaximumTupleSize = 64;

    /// <summary>The default width and height of the windows of <see cref="RandomWindows"/>, in pixels.</summary>
    internal const int DefaultWindowSide = 10;

    /// <summary>The number of bits of a pattern.</summary>
    public int BitCount { get; }

    /// <summary>The number of bits of a tuple.</summary>
    public int TupleSize { get; }

    /// <summary>The number of nodes.</summary>
    public int NodeCount => _bits.Length / TupleSize;

    /// <summary>
    /// Draws tuples from random permutations of all bits, one permutation after the other, so that the numbers of uses of any two bits
    /// differ by at most 1.
    /// </summary>
    /// <param name="bitCount">The number of bits of a pattern, above 0, at most <see cref="Array.MaxLength"/>.</param>
    /// <param name="tupleSize">The number of bits of a tuple, 1 to 64.</param>
    /// <param name="nodeCount">The number of nodes, above 0.</param>
    /// <param name="seed">The seed of the permutations.</param>
    /// <returns>The mapping. If a pattern has at least as many bits as a tuple, no tuple holds a bit twice.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static TupleMapping Random(int bitCount, int tupleSize, int nodeCount, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bitCount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bitCount, Array.MaxLength);
        ThrowIfNotTupleSize(tupleSize);
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
    /// Puts the nodes of several mappings one after the other. Shorter tuples repeat their bits up to the size of the longest ones, so
    /// their nodes have the cells they had before.
    /// </summary>
    /// <remarks>
    /// A <see cref="Models.WisardClassifier{TLabel}"/> reads tuples of each size for themselves if there are 2 to 4 sizes, each in a row of
    /// 16 nodes or more; otherwise it reads all nodes together.
    /// </remarks>
    /// <param name="mappings">The mappings, at least one, of equally many bits.</param>
    /// <returns>The mapping.</returns>
    /// <exception cref="ArgumentNullException">A mapping is null.</exception>
    /// <exception cref="ArgumentException">
    /// There is no mapping, their patterns have different numbers of bits, or they have too many nodes together.
    /// </exception>
    public static TupleMapping Join(params ReadOnlySpan<TupleMapping> mappings)
    {
        if (mappings.IsEmpty)
        {
            throw new ArgumentException("There is no mapping. Pass at least one.", nameof(mappings));
        }

        int tupleSize = 0;
        long nodes = 0;
        foreach (TupleMapping mapping in mappings)
        {
            ArgumentNullException.ThrowIfNull(mapping, nameof(mappings));
            if (mapping.BitCount != mappings[0].BitCount)
            {
                throw new ArgumentException(
                    $"A mapping is for patterns of {mapping.BitCount} bits, another for {mappings[0].BitCount}. Make all for the same.",
                    nameof(mappings));
            }

            tupleSize = Math.Max(tupleSize, mapping.TupleSize);
            nodes += mapping.NodeCount;
        }

        if (nodes * tupleSize > Array.MaxLength)
        {
            throw new ArgumentException(
                $"{nodes} nodes with tuples of {tupleSize} bits are too many: all tuples have at most {Array.MaxLength} bits. Join fewer.",
                nameof(mappings));
        }

        int[] bits = new int[nodes * tupleSize];
        int next = 0;
        foreach (TupleMapping mapping in mappings)
        {
            for (int node = 0; node < mapping.NodeCount; node++)
            {
                ReadOnlySpan<int> tuple = mapping.TupleOf(node);
                for (int k = 0; k < tupleSize; k++)
                {
                    bits[next++] = tuple[k % tuple.Length];
                }
            }
        }

        return new TupleMapping(mappings[0].BitCount, tupleSize, bits);
    }

    /// <summary>
    /// Draws each tuple from a random window of an image. Since neighboring pixels belong together, such mappings are far more accurate on
    /// images than mappings over the whole image.
    /// </summary>
    /// <param name="shape">The image: bit (row * width + column) * levels + level is bit <c>level</c> of a pixel.</param>
    /// <param name="tupleSize">The number of bits of a tuple, 1 to 64, at most the number of bits of a window.</param>
    /// <param name="nodeCount">The number of nodes, above 0.</param>
    /// <param name="seed">The seed of the windows and of the bits drawn from them.</param>
    /// <param name="windowSide">The width and height of a window in pixels, above 0; reduced to the image's if larger.</param>
    /// <returns>The mapping; no tuple holds a bit twice.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static TupleMapping RandomWindows(
        ImageShape shape, int tupleSize, int nodeCount, ulong seed, int windowSide = DefaultWindowSide)
    {
        ThrowIfNotTupleSize(tupleSize);
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

    /// <summary>The bits of a node's tuple.</summary>
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

    /// <summary>The address of a pattern at a node: its bit k is the k-th bit of the node's tuple.</summary>
    /// <param name="pattern">The packed pattern, at least <see cref="BitCount"/> bits.</param>
    /// <param name="node">The node, 0 to <see cref="NodeCount"/> - 1.</param>
    /// <exception cref="ArgumentException"><paramref name="pattern"/> is too short.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="node"/> is not a node.</exception>
    public ulong AddressOf(ReadOnlySpan<ulong> pattern, int node)
    {
        if (pattern.Length < BitSlice.WordCount(BitCount))
        {
            throw new ArgumentException(
                $"A pattern of {BitCount} bits has {BitSlice.WordCount(BitCount)} words, this one has {pattern.Length}.", nameof(pattern));
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

    /// <summary>
    /// The nodes by the number of different bits of their tuples, as <see cref="Join"/> puts them together; one group of all nodes if they
    /// alternate, or are few.
    /// </summary>
    internal IReadOnlyList<NodeRange> Groups { get; }

    /// <summary>The group whose tuples have the most different bits.</summary>
    internal NodeRange LargestTuples { get; }

    private NodeRange[] FindGroups()
    {
        List<NodeRange> groups = [];
        int first = 0;
        int before = 0;
        for (int node = 0; node <= NodeCount; node++)
        {
            int different = node < NodeCount ? DifferentBits(TupleOf(node)) : 0;
            if (node > 0 && different != before)
            {
                if (groups.Count == MostGroups)
                {
                    return [new NodeRange(0, NodeCount)];
                }

                groups.Add(new NodeRange(first, node - first));
                first = node;
            }

            before = different;
        }

        return groups.Exists(group => group.Count < LeastNodes) ? [new NodeRange(0, NodeCount)] : [.. groups];
    }

    private static int DifferentBits(ReadOnlySpan<int> tuple)
    {
        int different = 0;
        for (int k = 0; k < tuple.Length; k++)
        {
            different += tuple[..k].Contains(tuple[k]) ? 0 : 1;
        }

        return different;
    }

    // A tuple that spans two permutations continues with bits that it does not hold yet.
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
            throw new ArgumentOutOfRangeException(
                nameof(nodeCount),
                nodeCount,
                $"All tuples have at most {Array.MaxLength} bits, which are {Array.MaxLength / tupleSize} nodes with {tupleSize} bits.");
        }
    }

    private static void ThrowIfNotTupleSize(int tupleSize)
    {
        if (tupleSize is < 1 or > MaximumTupleSize)
        {
            throw new ArgumentOutOfRangeException(nameof(tupleSize), tupleSize, $"A tuple has 1 to {MaximumTupleSize} bits.");
        }
    }
}
