using WeightlessNet.Discriminators;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Hybrid;

/// <summary>Options of a <see cref="WeightlessRankingRecommender"/>.</summary>
/// <remarks>
/// The defaults were chosen on ml-latest-small, by rankings of ratings held out within the training part; that of the audience on random
/// splits of ml-latest-small and The Movies Dataset. Immutable.
/// </remarks>
public sealed partial class WeightlessRankingOptions
{
    private readonly double? _gain;

    /// <summary>The number of RAM nodes of a personal network: 1 to 4096; the default is 64.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 1 to 4096.</exception>
    public int Nodes
    {
        get;
        init => field = OptionRange.Checked(value, 1, 4096, nameof(Nodes));
    } = 64;

    /// <summary>The number of bits that address a node: 1 to 8; the default is 6.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 1 to 8.</exception>
    public int TupleSize
    {
        get;
        init => field = OptionRange.Checked(value, 1, AddressRows.MaximumTupleSize, nameof(TupleSize));
    } = 6;

    /// <summary>
    /// The shrinkage of a cell: the number of likes, distributed as the background, that are added to a user's own when a cell is read, 0.1
    /// to 1000; the default is 5. One like is a rating at the maximum of the scale, or two ratings halfway between the middle and the
    /// maximum.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 0.1 to 1000.</exception>
    public double CellShrinkage
    {
        get;
        init => field = OptionRange.Checked(value, 0.1, 1000, nameof(CellShrinkage));
    } = 5;

    /// <summary>
    /// The factor by which the mean log-odds of a network's nodes are multiplied before they are added to the base: 0 to 16.
    /// <see langword="null"/>, the default, for 1.5 over popularity, and 0.4 over a central model, which already knows part of the user's
    /// taste.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 0 to 16.</exception>
    public double? Gain
    {
        get => _gain;
        init => _gain = value is double gain ? OptionRange.Checked(gain, 0, 16, nameof(Gain)) : null;
    }

    /// <summary>
    /// The number of audience factors: factors of who rates an item, from which <see cref="WeightlessRankingRecommender.Fit"/> makes bits
    /// for a second network per user, read like the first. 0 to 512; 0 for no second network. <see langword="null"/>, the default, for 32
    /// over a central model other than <see cref="ImplicitFactorizationRecommender"/>, which has factors of its own, and 0 over that one
    /// and over popularity. Their training uses all processors.
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
    /// The number of users whose networks are cached: 1 to 2^24; the default is 1024. The networks of other users are rebuilt from their
    /// ratings when needed, with the same answers. A cached user takes 64 bytes for each node of each network with a tuple size of up to 6.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 1 to 2^24.</exception>
    public int MaximumHotUsers
    {
        get;
        init => field = OptionRange.Checked(value, 1, 1 << 24, nameof(MaximumHotUsers));
    } = 1024;

    /// <summary>The seed of the mappings, the same for all users, and of the initial audience factors; the default is 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The number of audience factors over a central model, or over popularity if null.</summary>
    internal int AudienceFactorsOver(IItemScoringRecommender? central) =>
        AudienceFactors ?? (central is null or ImplicitFactorizationRecommender ? 0 : 32);

    /// <summary>The gain over a central model, or over popularity if null.</summary>
    internal double GainOver(IItemScoringRecommender? central) => _gain ?? (central is null ? 1.5 : 0.4);
}
