using WeightlessNet.Bits;
using WeightlessNet.Encoders;

namespace WeightlessNet.Evaluation.Paper.Internals;

/// <summary>Encodes a value by a function that computes its code: bit i of the code is bit i of the field. Immutable.</summary>
internal sealed class BitCodeEncoder<T>(string[] descriptions, Func<T, uint> code) : IEncoder<T>
{
    public int BitCount => descriptions.Length;

    public void Encode(T value, BitSlice destination)
    {
        if (destination.Length != BitCount)
        {
            throw new ArgumentException(
                $"The encoder writes {BitCount} bits, the destination has {destination.Length}.", nameof(destination));
        }

        destination.Clear();
        uint bits = code(value);
        for (int bit = 0; bit < BitCount; bit++)
        {
            if (((bits >> bit) & 1) != 0)
            {
                destination.Set(bit);
            }
        }
    }

    public string Describe(int bit)
    {
        if ((uint)bit >= (uint)BitCount)
        {
            throw new ArgumentOutOfRangeException(nameof(bit), bit, $"The encoder has {BitCount} bits.");
        }

        return descriptions[bit];
    }
}
