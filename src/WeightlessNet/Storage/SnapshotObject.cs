using WeightlessNet.Bits;

namespace WeightlessNet.Storage;

/// <summary>The head of an object in a snapshot: what it is, the generator and seed that it goes on drawing from, and its shape.</summary>
internal readonly struct SnapshotObject(SnapshotReader reader, SnapshotKind kind, SnapshotGenerator generator, ulong seed, long[] shape)
{
    public SnapshotKind Kind => kind;

    public ulong Seed => seed;

    /// <summary>The shape of an object that has no generator.</summary>
    /// <exception cref="InvalidDataException">It has one, or its shape is not as many numbers from 0 to the greatest int.</exception>
    public int[] Shape(int length) =>
        generator == SnapshotGenerator.None && seed == 0
            ? Checked(length)
            : throw reader.Invalid($"a {kind} has no generator, this one has {generator} with seed {seed}");

    /// <summary>The shape of an object whose numbers come from SplitMix64.</summary>
    /// <exception cref="InvalidDataException">
    /// It has another generator, or its shape is not as many numbers from 0 to the greatest int.
    /// </exception>
    public int[] SeededShape(int length) =>
        generator == SnapshotGenerator.SplitMix64
            ? Checked(length)
            : throw reader.Invalid($"a {kind} draws from {SnapshotGenerator.SplitMix64}, this one from {generator}");

    private int[] Checked(int length)
    {
        if (shape.Length != length)
        {
            throw reader.Invalid($"the shape of a {kind} has {length} numbers, this one {shape.Length}");
        }

        int[] numbers = new int[length];
        for (int i = 0; i < length; i++)
        {
            numbers[i] = shape[i] is >= 0 and <= int.MaxValue
                ? (int)shape[i]
                : throw reader.Invalid($"number {i} of the shape of a {kind} is {shape[i]}");
        }

        return numbers;
    }
}
