namespace WeightlessNet.Bits;

/// <summary>A window onto consecutive bits of a packed pattern. An encoder writes its bits through it and cannot touch others.</summary>
/// <remarks>
/// Bit i of a pattern is bit i % 64 of word i / 64. The window is a view over the caller's memory; not safe for concurrent writes.
/// </remarks>
public readonly ref struct BitSlice
{
    private readonly Span<ulong> _words;
    private readonly int _offset;

    /// <summary>Creates a window.</summary>
    /// <param name="words">The packed pattern.</param>
    /// <param name="offset">The position of the window's first bit in the pattern, 0 or more.</param>
    /// <param name="length">The length of the window in bits, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The window is not within the pattern.</exception>
    public BitSlice(Span<ulong> words, int offset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        if (length < 0 || (long)offset + length > (long)words.Length * 64)
        {
            throw new ArgumentOutOfRangeException(
                nameof(length),
                length,
                $"The window from bit {offset} is not within {words.Length * 64L} bits.");
        }

        _words = words;
        _offset = offset;
        Length = length;
    }

    /// <summary>The length of the window in bits.</summary>
    public int Length { get; }

    /// <summary>The number of 64-bit words that hold a pattern.</summary>
    /// <param name="bitCount">The length of the pattern in bits, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bitCount"/> is negative.</exception>
    public static int WordCount(int bitCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bitCount);
        return (int)(((uint)bitCount + 63) / 64);
    }

    /// <summary>Whether a bit is set.</summary>
    /// <param name="bit">The position within the window.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bit"/> is not within the window.</exception>
    public bool this[int bit]
    {
        get
        {
            int position = PositionOf(bit);
            return ((_words[position >> 6] >> (position & 63)) & 1) != 0;
        }
    }

    /// <summary>Sets a bit.</summary>
    /// <param name="bit">The position within the window.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bit"/> is not within the window.</exception>
    public void Set(int bit)
    {
        int position = PositionOf(bit);
        _words[position >> 6] |= 1UL << (position & 63);
    }

    /// <summary>Sets the first bits of the window.</summary>
    /// <param name="count">How many, 0 to <see cref="Length"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not 0 to <see cref="Length"/>.</exception>
    public void SetFirst(int count)
    {
        if ((uint)count > (uint)Length)
        {
            throw new ArgumentOutOfRangeException(nameof(count), count, $"The count must be 0 to {Length}, the bits of the window.");
        }

        int position = _offset;
        int end = _offset + count;
        while (position < end)
        {
            int within = position & 63;
            int run = Math.Min(64 - within, end - position);
            _words[position >> 6] |= (ulong.MaxValue >> (64 - run)) << within;
            position += run;
        }
    }

    /// <summary>Clears every bit of the window.</summary>
    public void Clear()
    {
        int position = _offset;
        int end = _offset + Length;
        while (position < end)
        {
            int within = position & 63;
            int run = Math.Min(64 - within, end - position);
            _words[position >> 6] &= ~((ulong.MaxValue >> (64 - run)) << within);
            position += run;
        }
    }

    private int PositionOf(int bit)
    {
        if ((uint)bit >= (uint)Length)
        {
            throw new ArgumentOutOfRangeException(
                nameof(bit), bit, $"The bit must be below {Length}, the bits of the window, and 0 or more.");
        }

        return _offset + bit;
    }
}
