using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Context.Internals;

internal sealed partial class ContextualLikes
{
    /// <summary>Reads what <see cref="WriteTo"/> wrote, for the same fields of users and items.</summary>
    public void Read(SnapshotReader reader)
    {
        _weights = LikeGroupWeights.Read(reader, _layout.Groups);
        _tables = [.. _weights.Groups.Select(group => LikeTable.Read(reader, group))];
    }

    /// <summary>
    /// Writes the weights, and the table of each group that counts. The fields of users and the descriptions are stored elsewhere.
    /// </summary>
    public void WriteTo(SnapshotWriter writer)
    {
        _weights.WriteTo(writer);
        foreach (LikeTable table in _tables)
        {
            table.WriteTo(writer);
        }
    }
}
