using WeightlessNet.Bits;

namespace WeightlessNet.Storage;

/// <summary>The head of an object in a snapshot: its kind, the generator and seed to continue with, and its shape.</summary>
internal readonly struct SnapshotObject(SnapshotReader reader, SnapshotKind kind, SnapshotGenerator generator, ulong seed, long[] shape)
{
    public SnapshotKind Kind => kind;

    public ulong Seed => seed;

    /// <summary>The number of numbers in the shape, by which layouts of different versions can be told apart.</summary>
    public int ShapeLength => shape.Length;

    /// <summary>The shape of an object without a generator.</summary>
    /// <exception cref="InvalidDataException">
    /// The object has a generator, or its shape is not <paramref name="length"/> numbers from 0 to <see cref="int.MaxValue"/>.
    /// </exception>
    public int[] Shape(int length) =>
        generator == SnapshotGenerator.None && seed == 0
            ? Checked(length)
            : throw reader.Invalid($"a {kind} must not have a generator, but this one has {generator} with seed {seed}");

    /// <summary>The shape of an object with a SplitMix64 generator.</summary>
    /// <exception cref="InvalidDataException">
    /// The object has another generator, or its shape is not <paramref name="length"/> numbers from 0 to <see cref="int.MaxValue"/>.
    /// </exception>
    public int[] SeededShape(int length) =>
        generator == SnapshotGenerator.SplitMix64
            ? Checked(length)
            : throw reader.Invalid($"a {kind} must have the generator {SnapshotGenerator.SplitMix64}, not {generator}");

    private int[] Checked(int length)
    {
        if (shape.Length != length)
        {
            throw reader.Invalid($"the shape of a {kind} must have {length} numbers, not {shape.Length}");
        }

        int[] numbers = new int[length];
        for (int i = 0; i < length; i++)
        {
            numbers[i] = shape[i] is >= 0 and <= int.MaxValue
                ? (int)shape[i]
                : throw reader.Invalid($"number {i} of the shape of a {kind} must be 0 to {int.MaxValue}, not {shape[i]}");
        }

        return numbers;
    }
}
