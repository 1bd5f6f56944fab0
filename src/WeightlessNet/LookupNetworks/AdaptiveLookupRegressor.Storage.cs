using WeightlessNet.Encoders;
using WeightlessNet.LookupNetworks.Internals;
using WeightlessNet.Models;
using WeightlessNet.Storage;

namespace WeightlessNet.LookupNetworks;

public sealed partial class AdaptiveLookupRegressor : ISnapshot<AdaptiveLookupRegressor>, IPatternModel
{
    static SnapshotKind ISnapshot<AdaptiveLookupRegressor>.Kind => SnapshotKind.AdaptiveLookupRegressor;

    int IPatternModel.PatternBits => Network.Layer.PatternBits;

    // Shape: none. Content: the network and the counts, an object each; the share of the correction.
    void ISnapshot.WriteTo(SnapshotWriter writer)
    {
        writer.BeginObject(SnapshotKind.AdaptiveLookupRegressor);
        writer.WriteObject(Network);
        writer.WriteObject(_counts);
        _share.WriteTo(writer);
    }

    static AdaptiveLookupRegressor ISnapshot<AdaptiveLookupRegressor>.ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        head.Shape(0);
        var network = reader.ReadObject<LookupRegressor>();
        var counts = reader.ReadObject<RegressionWisard>();
        int tables = VotingTablesOf(network);
        if (counts.Layer.PatternBits != tables)
        {
            throw reader.Invalid(
                $"the counts are of patterns of {counts.Layer.PatternBits} bits, but the network has {tables} tables that vote");
        }

        var share = CorrectionChoice.Read(reader);
        return counts.ExampleCount > 0 || share.IsClear
            ? new AdaptiveLookupRegressor(network, counts, share)
            : throw reader.Invalid("the share of the correction is that of examples, but there are none");
    }
}
