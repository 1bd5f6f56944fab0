using WeightlessNet.Storage;

namespace WeightlessNet.StateMachines;

public sealed partial class StateMachineConnector
{
    // These numbers are part of the format.
    private const byte FullNumber = 1;
    private const byte ForwardFullNumber = 2;
    private const byte ForwardForwardNumber = 3;
    private const byte RandomNumber = 4;
    private const byte NearestNeighborsNumber = 5;

    private readonly StoredForm _form;

    // Number, u8: 1 full, 2 forward-full, 3 forward-forward, 4 random, 5 nearest neighbors. Of the last two, the four numbers that they are
    // created with, compact each; then of a random one the seed, u64.
    internal void WriteTo(SnapshotWriter writer)
    {
        writer.Write(_form.Number);
        foreach (int parameter in _form.Parameters ?? [])
        {
            writer.WriteCompact((ulong)parameter);
        }

        if (_form.Number == RandomNumber)
        {
            writer.Write(_form.Seed);
        }
    }

    internal static StateMachineConnector Read(SnapshotReader reader)
    {
        byte number = reader.Read<byte>();
        int[] parameters = reader.ReadArray(
            number is RandomNumber or NearestNeighborsNumber ? 4 : 0, static reader => reader.ReadCompact(int.MaxValue));
        return number switch
        {
            FullNumber => Full,
            ForwardFullNumber => ForwardFull,
            ForwardForwardNumber => ForwardForward,
            RandomNumber => Random(parameters[0], parameters[1], parameters[2], parameters[3], reader.Read<ulong>()),
            NearestNeighborsNumber => NearestNeighbors(parameters[0], parameters[1], parameters[2], parameters[3]),
            _ => throw reader.Invalid($"there is no connector {number}"),
        };
    }

    private readonly record struct StoredForm(byte Number, int[]? Parameters = null, ulong Seed = 0);
}
