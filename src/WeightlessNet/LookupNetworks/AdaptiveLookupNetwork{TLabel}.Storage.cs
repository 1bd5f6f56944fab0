using WeightlessNet.Encoders;
using WeightlessNet.LookupNetworks.Internals;
using WeightlessNet.Models;
using WeightlessNet.Storage;

namespace WeightlessNet.LookupNetworks;

public sealed partial class AdaptiveLookupNetwork<TLabel> : ISnapshot<AdaptiveLookupNetwork<TLabel>>, IPatternModel
{
    static SnapshotKind ISnapshot<AdaptiveLookupNetwork<TLabel>>.Kind => SnapshotKind.AdaptiveLookupNetwork;

    int IPatternModel.PatternBits => Network.Layer.PatternBits;

    // Shape: none. Content: the network and the counts, an object each; the choice of a mixture.
    void ISnapshot.WriteTo(SnapshotWriter writer)
    {
        LabelFormat<TLabel>.OrThrow();
        writer.BeginObject(SnapshotKind.AdaptiveLookupNetwork);
        writer.WriteObject(Network);
        writer.WriteObject(_counts);
        _choice.WriteTo(writer);
    }

    static AdaptiveLookupNetwork<TLabel> ISnapshot<AdaptiveLookupNetwork<TLabel>>.ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        head.Shape(0);
        var network = reader.ReadObject<LookupNetwork<TLabel>>();
        var counts = reader.ReadObject<WisardClassifier<TLabel>>();
        network.Network.Wiring.CheckReader(reader, counts.Layer);

        // Others could not forget, or not calibrate themselves.
        if (counts.Options.Storage.IsHashed || counts.Options.Reading != WisardReading.Automatic)
        {
            throw reader.Invalid($"the counts have {counts.Options}, but are made with the defaults");
        }

        var choice = MixtureChoice.Read(reader, ClassMixtures.Count);
        return choice.CanHaveLeft(counts.ExampleCount)
            ? new AdaptiveLookupNetwork<TLabel>(network, counts, choice)
            : throw reader.Invalid(
                $"a share of the network that is of {choice.ExampleCount} examples cannot be that of {counts.ExampleCount}");
    }
}
