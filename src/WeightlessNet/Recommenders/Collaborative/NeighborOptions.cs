using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Collaborative;

/// <summary>How an <see cref="ItemNeighborRecommender"/> and a <see cref="UserNeighborRecommender"/> predict. Immutable.</summary>
public sealed record NeighborOptions
{
    /// <summary>The most neighbors of a prediction, the most similar ones: 1 to 10,000; 40 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 1 to 10,000.</exception>
    public int Neighbors { get; init => field = OptionRange.Checked(value, 1, 10_000, nameof(Neighbors)); } = 40;

    /// <summary>
    /// The number of common ratings with which a similarity counts half: 0 to 10,000; 50 unless set.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 0 to 10,000.</exception>
    public double SimilarityShrinkage { get; init => field = OptionRange.Checked(value, 0, 10_000, nameof(SimilarityShrinkage)); } = 50;

    /// <summary>
    /// The similarity of an added neighbor without deviation: 0.001 to 1000; 0.5 unless set. The higher, the closer the prediction stays to
    /// the biases where there are few neighbors.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 0.001 to 1000.</exception>
    public double PredictionShrinkage { get; init => field = OptionRange.Checked(value, 0.001, 1000, nameof(PredictionShrinkage)); } = 0.5;

    // Neighbors, compact; shrinkage of similarities, of predictions, f64 each.
    internal void WriteTo(SnapshotWriter writer)
    {
        writer.WriteCompact((ulong)Neighbors);
        writer.Write(SimilarityShrinkage);
        writer.Write(PredictionShrinkage);
    }

    internal static NeighborOptions Read(SnapshotReader reader) => new()
    {
        Neighbors = reader.ReadCompact(int.MaxValue),
        SimilarityShrinkage = reader.ReadDouble(),
        PredictionShrinkage = reader.ReadDouble(),
    };
}
