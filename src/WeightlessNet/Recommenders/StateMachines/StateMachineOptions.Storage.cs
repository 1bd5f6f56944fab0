using WeightlessNet.StateMachines;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.StateMachines;

public sealed partial record StateMachineOptions
{
    // The numbers of the connectors are part of the format.
    private static readonly StateMachineConnector[] StoredConnectors =
        [StateMachineConnector.Full, StateMachineConnector.ForwardFull, StateMachineConnector.ForwardForward];

    // The number of input channels, or 0 where each field has one, and the bits of each; the connector, u8: 1 full, 2 forward-full, 3
    // forward-forward; the steps of recall, the most users kept ready, compact each. The seed is in the head of the recommender.
    internal void WriteTo(SnapshotWriter writer)
    {
        int connector = Array.IndexOf(StoredConnectors, Connector) + 1;
        if (connector == 0)
        {
            throw new NotSupportedException($"The connector '{Connector}' is code, which cannot be stored.");
        }

        writer.WriteCompact((ulong)(InputChannels?.Count ?? 0));
        foreach (int bits in InputChannels ?? [])
        {
            writer.WriteCompact((ulong)bits);
        }

        writer.Write((byte)connector);
        writer.WriteCompact((ulong)RecallSteps);
        writer.WriteCompact((ulong)MaximumHotUsers);
    }

    internal static StateMachineOptions Read(SnapshotReader reader, ulong seed)
    {
        int[] channels = reader.ReadArray(reader.ReadCompact(int.MaxValue), static reader => reader.ReadCompact(int.MaxValue));
        int connector = reader.Read<byte>();
        if (connector is 0 || connector > StoredConnectors.Length)
        {
            throw reader.Invalid($"there is no connector {connector}");
        }

        return new StateMachineOptions
        {
            InputChannels = channels.Length == 0 ? null : channels,
            Connector = StoredConnectors[connector - 1],
            RecallSteps = reader.ReadCompact(int.MaxValue),
            MaximumHotUsers = reader.ReadCompact(int.MaxValue),
            Seed = seed,
        };
    }
}
