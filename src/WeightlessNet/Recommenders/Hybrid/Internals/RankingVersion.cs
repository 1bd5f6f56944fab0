using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>
/// One version of all that users of a ranking share: the model, the items, and what all users think of each item. An answer is a function
/// of one such version and of one user's ratings.
/// </summary>
/// <remarks>Immutable and thread-safe.</remarks>
internal sealed class RankingVersion : IVersion
{
    private const double UserShrinkage = 5;
    private const double ItemShrinkage = 2;

    private readonly RankingBlock[] _blocks;
    private readonly RankingPopularity?[] _popularity;
    private readonly long _units;

    // That of an earlier version until somebody asks.
    private volatile RankingBackground _background;
    private volatile UsualPopularity? _usual;

    private RankingVersion(
        long version,
        long number,
        RankingModel model,
        RankingItems items,
        RankingBlock[] blocks,
        RankingTotals totals,
        RankingBackground background)
    {
        Version = version;
        Number = number;
        Model = model;
        Items = items;
        UserCount = totals.Users;
        RatingCount = totals.Ratings;
        _units = totals.Units;
        _blocks = blocks;
        _popularity = new RankingPopularity?[blocks.Length];
        _background = background;
    }

    public long Version { get; }

    public long Number { get; }

    public RankingModel Model { get; }

    public RankingItems Items { get; }

    /// <summary>The number of users with ratings.</summary>
    public int UserCount { get; }

    public int RatingCount { get; }

    public int ItemCount => Items.Count;

    public int BlockCount => _blocks.Length;

    private RankingTotals Totals => new(_units, RatingCount, UserCount);

    /// <summary>The ratings of all users, by the cells of the networks.</summary>
    public RankingBackground Background
    {
        get
        {
            RankingBackground background = _background;
            if (!background.IsOf(_blocks, Items.Addresses))
            {
                background = background.With(_blocks, Items.Addresses);
                _background = background;
            }

            return background;
        }
    }

    /// <summary>The first version of a model.</summary>
    public static RankingVersion Of(RankingModel model, RankingItems items, RankingBlock[] blocks, RankingTotals totals) =>
        new(0, 0, model, items, blocks, totals, RankingBackground.Of(items.Addresses, blocks));

    /// <summary>A later version with the same model.</summary>
    /// <param name="number">How many times ratings had been gathered.</param>
    /// <param name="items">The items, as many as before or more.</param>
    /// <param name="blocks">What all users think of these items.</param>
    /// <param name="totals">The totals of all users.</param>
    public RankingVersion With(long number, RankingItems items, RankingBlock[] blocks, RankingTotals totals)
    {
        RankingVersion made = new(Version + 1, number, Model, items, blocks, totals, _background);
        for (int block = 0; block < _blocks.Length && totals.Users == UserCount; block++)
        {
            made._popularity[block] = blocks[block] == _blocks[block] ? _popularity[block] : null;
        }

        return made;
    }

    /// <summary>A later version with another model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="items">The same items, at the model's networks.</param>
    /// <param name="background">The background of the model's networks, for this version or an earlier one.</param>
    public RankingVersion With(RankingModel model, RankingItems items, RankingBackground background) =>
        new(Version + 1, Number, model, items, _blocks, Totals, background);

    /// <summary>A later version in which items have other bits, or other ones may be recommended.</summary>
    public RankingVersion With(RankingItems items) => With(Number, items, _blocks, Totals);

    /// <summary>The same, with the number of a later version.</summary>
    public RankingVersion As(long version, long number) => new(version, number, Model, Items, _blocks, Totals, _background);

    /// <summary>The background of other networks for this version.</summary>
    public RankingBackground BackgroundOf(RankingItems items) => RankingBackground.Of(items.Addresses, _blocks);

    public void Clear() => Model.Clear();

    /// <summary>Copies the list of blocks.</summary>
    public void CopyBlocks(Span<RankingBlock> destination) => _blocks.CopyTo(destination);

    /// <summary>What popularity says of the items of a block.</summary>
    public RankingPopularity PopularityOf(int block) =>
        Volatile.Read(ref _popularity[block]) ?? (_popularity[block] = new(_blocks[block], UserCount, Model.Weights.Popularity));

    /// <summary>What popularity says of what users like, in the mean over all likes.</summary>
    public UsualPopularity UsualPopularity => _usual ??= UsualPopularity.Of(
        Enumerable.Range(0, BlockCount).Select(PopularityOf), RankingModel.PopularityOf(0, UserCount), Model.Weights.Popularity);

    /// <summary>How often an item is rated.</summary>
    public int RatingCountOf(int item) => _blocks[item / LogOddsNetwork.BlockSize].Ratings[item % LogOddsNetwork.BlockSize];

    /// <summary>How often an item is liked.</summary>
    public int LikeCountOf(int item) => _blocks[item / LogOddsNetwork.BlockSize].Likes[item % LogOddsNetwork.BlockSize];

    /// <summary>The mean of all ratings plus the biases of the user and the item, clamped to the scale.</summary>
    public double Predict(UserRatings ratings, int item, RatingScale scale)
    {
        RatingUnits units = new(scale);
        double mean = RatingMeans.Overall(_units, RatingCount);
        double bias = 0;
        foreach (RatedItem rated in ratings)
        {
            bias += units.FromRating(rated.Value) - mean - ItemBias(rated.Item, mean);
        }

        bias /= ratings.Length + UserShrinkage;
        return RatingMeans.ToRating(mean + bias + (item < ItemCount ? ItemBias(item, mean) : 0), scale);
    }

    private double ItemBias(int item, double mean)
    {
        RankingBlock block = _blocks[item / LogOddsNetwork.BlockSize];
        int at = item % LogOddsNetwork.BlockSize;
        return (block.UnitsAt(at) - (block.Ratings[at] * mean)) / (block.Ratings[at] + ItemShrinkage);
    }
}
