using WeightlessNet.Recommenders.Collaborative.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Collaborative;

/// <summary>How an <see cref="EaseRecommender"/> learns. The defaults suit ratings of the MovieLens kind.</summary>
/// <remarks>
/// The defaults were chosen on ml-latest-small by rankings of ratings held out within the training part. Immutable.
/// </remarks>
public sealed class EaseOptions
{
    /// <summary>The newest layout of a snapshot.</summary>
    internal const int NewestLayout = 2;

    private int _mostThreads = int.MaxValue;

    /// <summary>
    /// The weight of the squares of the weights in the loss: 0.01 to 1,000,000,000; 200 unless set. Use more for more users.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 0.01 to 1,000,000,000.</exception>
    public double Regularization { get; init => field = OptionRange.Checked(value, 0.01, 1e9, nameof(Regularization)); } = 200;

    /// <summary>
    /// How many items have weights, the most liked ones: 1 to 30,000; 3500 unless set. Training takes time in proportion to its cube,
    /// and memory of 8 bytes times its square; the trained weights take 4 bytes times its square.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 1 to 30,000.</exception>
    public int MaximumItems { get; init => field = OptionRange.Checked(value, 1, 30_000, nameof(MaximumItems)); } = 3500;

    /// <inheritdoc cref="ImplicitFactorizationOptions.LikedFrom"/>
    public float? LikedFrom { get; init => field = LikeOptions.CheckedRating(value, nameof(LikedFrom)); }

    /// <inheritdoc cref="ImplicitFactorizationOptions.Weights"/>
    public LikeWeights Weights { get; init => field = LikedRatings.Checked(value, nameof(Weights)); }

    /// <inheritdoc cref="ImplicitFactorizationOptions.MaxDegreeOfParallelism"/>
    public int MaxDegreeOfParallelism { get; init => field = LikeOptions.CheckedParallelism(value, nameof(MaxDegreeOfParallelism)); } = -1;

    /// <summary>
    /// The most threads, or -1 for one for each processor: <see cref="MaxDegreeOfParallelism"/>, within the limit if there is one.
    /// </summary>
    internal int Threads => LikeOptions.Within(MaxDegreeOfParallelism, _mostThreads);

    /// <summary>The layout of a snapshot with these options: 2 where likes weigh by amount.</summary>
    internal int Layout => Weights == LikeWeights.Equal ? 1 : NewestLayout;

    /// <summary>The same options for a training of at most so many threads. The limit is not stored.</summary>
    internal EaseOptions WithAtMost(int threads)
    {
        var limited = (EaseOptions)MemberwiseClone();
        limited._mostThreads = threads;
        return limited;
    }

    // Regularization, f64; most items, compact; 1, u8, and the lowest rating of a like, f32, where it is set, else 0, u8; threads, compact
    // and signed.
    // Layout 2 is the same; it says that likes weigh by amount.
    internal void WriteTo(SnapshotWriter writer)
    {
        writer.Write(Regularization);
        writer.WriteCompact((ulong)MaximumItems);
        writer.WriteOptional(LikedFrom);
        writer.WriteCompactSigned(MaxDegreeOfParallelism);
    }

    internal static EaseOptions Read(SnapshotReader reader, int layout) => new()
    {
        Regularization = reader.ReadDouble(),
        MaximumItems = reader.ReadCompact(int.MaxValue),
        LikedFrom = reader.ReadOptionalSingle(),
        MaxDegreeOfParallelism = checked((int)reader.ReadCompactSigned()),
        Weights = layout > 1 ? LikeWeights.ByAmount : LikeWeights.Equal,
    };
}
