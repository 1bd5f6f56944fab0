using WeightlessNet.Bits;

namespace WeightlessNet.Encoders;

/// <summary>Turns a value into bits.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
/// <remarks>Encoders are immutable once made, so they are safe to share between threads.</remarks>
public interface IEncoder<in T>
{
    /// <summary>How many bits a value becomes.</summary>
    int BitCount { get; }

    /// <summary>Writes a value's bits; every bit of the destination is set or cleared.</summary>
    /// <param name="value">The value.</param>
    /// <param name="destination">Exactly <see cref="BitCount"/> bits.</param>
    /// <exception cref="ArgumentException"><paramref name="destination"/> has another length.</exception>
    void Encode(T value, BitSlice destination);

    /// <summary>Says in words what it means that a bit is set.</summary>
    /// <param name="bit">0 to <see cref="BitCount"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bit"/> is not a bit of this encoder.</exception>
    string Describe(int bit);
}
