using WeightlessNet.Encoders;
using WeightlessNet.LookupNetworks.Internals;
using WeightlessNet.Models;
using WeightlessNet.Storage;

namespace WeightlessNet.LookupNetworks;

public sealed partial class AdaptiveLookupRegressor : ISnapshot<AdaptiveLookupRegressor>, IPatternModel
{
    // More than any examples can make, and so much that these do not make it infinite.
    private const double MostUsualError = 1e100;

    static SnapshotKind ISnapshot<AdaptiveLookupRegressor>.Kind => SnapshotKind.AdaptiveLookupRegressor;

    int IPatternModel.PatternBits => Network.Layer.PatternBits;

    // Shape: none. Content: the network and the counts, an object each; the choice of a share; the usual squared error, f64.
    void ISnapshot.WriteTo(SnapshotWriter writer)
    {
        writer.BeginObject(SnapshotKind.AdaptiveLookupRegressor);
        writer.WriteObject(Network);
        writer.WriteObject(_counts);
        _choice.WriteTo(writer);
        writer.Write(_usualError);
    }

    static AdaptiveLookupRegressor ISnapshot<AdaptiveLookupRegressor>.ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        head.Shape(0);
        var network = reader.ReadObject<LookupRegressor>();
        var counts = reader.ReadObject<RegressionWisard>();
        network.Network.Wiring.CheckReader(reader, counts.Layer);
        var choice = MixtureChoice.Read(reader, Shares.Length);
        double usualError = reader.ReadDouble();
        bool isUsual = usualError is >= 0 and <= MostUsualError && (usualError == 0 || counts.ExampleCount > 0);
        return isUsual && choice.CanHaveLeft(counts.ExampleCount)
            ? new AdaptiveLookupRegressor(network, counts, choice) { _usualError = usualError }
            : throw reader.Invalid(
                $"a share of the correction that is of {choice.ExampleCount} examples and a usual squared error of {usualError} cannot be "
                + $"those of {counts.ExampleCount} examples");
    }
}
