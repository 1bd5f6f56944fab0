using WeightlessNet.Recommenders.Crowd;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.WeightedNetworks;

public sealed partial class WeightedNetworkOptions
{
    // Hidden units, epochs, both compact; learning rate, weight decay, f64 each; shrinkage of users, compact; online learning rate,
    // online weight decay, f64 each; replayed ratings, compact; the crowd's options. The seed stands in the head of the recommender.
    internal void WriteTo(SnapshotWriter writer)
    {
        writer.WriteCompact((ulong)HiddenUnits);
        writer.WriteCompact((ulong)Epochs);
        writer.Write(LearningRate);
        writer.Write(WeightDecay);
        writer.WriteCompact((ulong)UserShrinkage);
        writer.Write(OnlineLearningRate);
        writer.Write(OnlineWeightDecay);
        writer.WriteCompact((ulong)ReplayedRatings);
        Crowd.WriteTo(writer);
    }

    internal static WeightedNetworkOptions Read(SnapshotReader reader, ulong seed) => new()
    {
        HiddenUnits = reader.ReadCompact(int.MaxValue),
        Epochs = reader.ReadCompact(int.MaxValue),
        LearningRate = reader.ReadDouble(),
        WeightDecay = reader.ReadDouble(),
        UserShrinkage = reader.ReadCompact(int.MaxValue),
        OnlineLearningRate = reader.ReadDouble(),
        OnlineWeightDecay = reader.ReadDouble(),
        ReplayedRatings = reader.ReadCompact(int.MaxValue),
        Crowd = CrowdOptions.Read(reader),
        Seed = seed,
    };
}
