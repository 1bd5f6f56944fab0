using WeightlessNet.Discriminators;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Hybrid;

/// <summary>The shape of the personal networks of a <see cref="WeightlessRankingRecommender"/>.</summary>
/// <remarks>
/// The defaults were chosen on ml-latest-small by rankings of ratings held out within the training part, that of the audience on random
/// splits of all of it and of The Movies Dataset. Immutable.
/// </remarks>
public sealed partial class WeightlessRankingOptions
{
    private readonly double? _gain;

    /// <summary>How many RAM nodes a personal network has: 1 to 4096; 64 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 1 to 4096.</exception>
    public int Nodes
    {
        get;
        init => field = OptionRange.Checked(value, 1, 4096, nameof(Nodes));
    } = 64;

    /// <summary>How many bits address a node: 1 to 8; 6 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 1 to 8.</exception>
    public int TupleSize
    {
        get;
        init => field = OptionRange.Checked(value, 1, AddressRows.MaximumTupleSize, nameof(TupleSize));
    } = 6;

    /// <summary>
    /// How many likes that are spread as chance would have it are added to a user's own when a cell is read: 0.1 to 1000; 5 unless set. A
    /// like is a rating at the top of the scale, or two halfway between the middle and the top.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 0.1 to 1000.</exception>
    public double CellShrinkage
    {
        get;
        init => field = OptionRange.Checked(value, 0.1, 1000, nameof(CellShrinkage));
    } = 5;

    /// <summary>
    /// By how much the mean log-odds of a network's nodes is multiplied before it is added to the base: 0 to 16.
    /// <see langword="null"/>, the default, for 1.5 where the base is popularity, and 0.4 where it is a central model, which knows a part
    /// of it already.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 0 to 16.</exception>
    public double? Gain
    {
        get => _gain;
        init => _gain = value is double gain ? OptionRange.Checked(gain, 0, 16, nameof(Gain)) : null;
    }

    /// <summary>
    /// Of how many factors of who rates the items <see cref="WeightlessRankingRecommender.Fit"/> makes bits for second networks, which
    /// are read like the first: 0 to 512, of which 0 is for none. <see langword="null"/>, the default, for 32 over a central model
    /// that has no factors of its own, and 0 over others and over popularity. Their training uses all processors.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 0 to 512.</exception>
    public int? AudienceFactors
    {
        get;
        init => field = value is int factors ? OptionRange.Checked(factors, 0, 512, nameof(AudienceFactors)) : null;
    }

    /// <inheritdoc cref="ImplicitFactorizationOptions.LikedFrom"/>
    public float? LikedFrom
    {
        get;
        init => field = LikeOptions.CheckedRating(value, nameof(LikedFrom));
    }

    /// <summary>
    /// For how many users the tables of all cells are kept ready: 1 to 2^24; 1024 unless set. Others are rebuilt from their ratings when
    /// they are asked for, with the same answers. A ready user takes 64 bytes for each node of up to 6 inputs of each network.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 1 to 2^24.</exception>
    public int MaximumHotUsers
    {
        get;
        init => field = OptionRange.Checked(value, 1, 1 << 24, nameof(MaximumHotUsers));
    } = 1024;

    /// <summary>The seed of the mappings, the same for all users, and of the first factors of the audience; 1 unless set.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The factors of the audience over popularity, or over a central model.</summary>
    internal int AudienceFactorsOver(IItemScoringRecommender? central) =>
        AudienceFactors ?? (central is null or ImplicitFactorizationRecommender ? 0 : 32);

    /// <summary>The gain over popularity, or over a central model.</summary>
    internal double GainOver(IItemScoringRecommender? central) => _gain ?? (central is null ? 1.5 : 0.4);
}
