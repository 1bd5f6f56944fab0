using WeightlessNet.Bits;

namespace WeightlessNet.Encoders;

/// <summary>Encodes a value as bits.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
/// <remarks>Encoders are immutable and thread-safe.</remarks>
public interface IEncoder<in T>
{
    /// <summary>The number of bits of an encoded value.</summary>
    int BitCount { get; }

    /// <summary>Writes a value's bits; every bit of the destination is set or cleared.</summary>
    /// <param name="value">The value.</param>
    /// <param name="destination">Exactly <see cref="BitCount"/> bits.</param>
    /// <exception cref="ArgumentException"><paramref name="destination"/> has another length.</exception>
    void Encode(T value, BitSlice destination);

    /// <summary>Describes in words what a set bit means.</summary>
    /// <param name="bit">0 to <see cref="BitCount"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bit"/> is not a bit of this encoder.</exception>
    string Describe(int bit);
}
