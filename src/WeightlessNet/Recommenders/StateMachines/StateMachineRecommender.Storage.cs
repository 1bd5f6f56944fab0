using System.Buffers;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.StateMachines;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.StateMachines;

public sealed partial class StateMachineRecommender : ISnapshot<StateMachineRecommender>
{
    /// <inheritdoc/>
    /// <remarks>Other calls wait until all is written.</remarks>
    /// <exception cref="NotSupportedException">
    /// The connector is not <see cref="StateMachineConnector.Full"/>,
    /// <see cref="StateMachineConnector.ForwardFull"/> or
    /// <see cref="StateMachineConnector.ForwardForward"/>: others are code. Nothing is written.
    /// </exception>
    public void Save(Stream stream) => SnapshotWriter.Save(stream, WriteTo);

    /// <inheritdoc/>
    /// <remarks>Other calls wait until all is written.</remarks>
    /// <exception cref="NotSupportedException">
    /// The connector is not <see cref="StateMachineConnector.Full"/>,
    /// <see cref="StateMachineConnector.ForwardFull"/> or
    /// <see cref="StateMachineConnector.ForwardForward"/>: others are code. Nothing is written.
    /// </exception>
    public void Save(IBufferWriter<byte> destination) => SnapshotWriter.Save(destination, WriteTo);

    /// <inheritdoc/>
    public static StateMachineRecommender Load(Stream stream) =>
        SnapshotReader.Load(stream, SnapshotKind.StateMachineRecommender, ReadContent);

    // Machines are functions of the ratings: they are not stored.
    // Seed: of the machines. Shape: items, users, ratings. Content: the scale; the options; the catalog, an object; the ratings.
    private void WriteTo(SnapshotWriter writer)
    {
        lock (_lock)
        {
            writer.BeginSeededObject(
                SnapshotKind.StateMachineRecommender, _options.Seed, ItemCount, StoredRatings.UserCount(_log), _log.RatingCount);
            Scale.WriteTo(writer);
            _options.WriteTo(writer);
            _catalog.WriteTo(writer);
            StoredRatings.Write(writer, _log, ItemCount);
        }
    }

    private static StateMachineRecommender ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        int[] shape = head.SeededShape(3);
        var scale = RatingScale.Read(reader);
        var options = StateMachineOptions.Read(reader, head.Seed);
        var catalog = ItemCatalog.ReadOf(reader, shape[0]);
        return StoredRatings.Read(
            reader, shape[0], shape[1], shape[2], () => new StateMachineRecommender(catalog, scale, options));
    }
}
