using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>How uncertain the scores of items are for a user, from the counts that they are read from.</summary>
/// <remarks>
/// A cell with n ratings, the prior's among them, stands for a rate with a gamma distribution of n. The logarithm of such a rate has the
/// variance 1 / n, nearly. One rating is added, so that an empty cell has a finite one. All nodes of a network read the same ratings, so
/// their mean is as uncertain as they are.
/// </remarks>
internal readonly ref struct RankingUncertainty
{
    private const double BitsOfNat = 1.4426950408889634;
    private const double Unit = 1 << RankingWeights.UnitBits;

    private readonly RankingVersion _shared;
    private readonly RankingWorkspace _workspace;
    private readonly bool _isKnown;

    /// <param name="shared">What all users share.</param>
    /// <param name="workspace">Memory of this thread, which counts the user's ratings by cell.</param>
    /// <param name="ratings">The user's ratings.</param>
    public RankingUncertainty(RankingVersion shared, RankingWorkspace workspace, UserRatings ratings)
    {
        _shared = shared;
        _workspace = workspace;
        _isKnown = !ratings.IsEmpty;
        for (int network = 0; network < workspace.Folds.Length && _isKnown; network++)
        {
            workspace.Folds[network].Count(ratings, shared.Items.Addresses[network]);
        }
    }

    /// <summary>Writes the standard deviation of each score, in bits.</summary>
    public void Write(ReadOnlySpan<ScoredItem> items, Span<double> deviations)
    {
        for (int i = 0; i < items.Length; i++)
        {
            deviations[i] = items[i].Item < _shared.ItemCount ? Of(items[i].Item) : 0;
        }
    }

    private double Of(int item)
    {
        double weight = _isKnown ? _shared.Model.Weights.Popularity / Unit : 1;
        double variance = weight * weight / (_shared.LikeCountOf(item) + 1.0);
        for (int network = 0; network < _workspace.Folds.Length && _isKnown; network++)
        {
            double deviation = Of(item, network);
            variance += deviation * deviation;
        }

        return Math.Sqrt(variance) * BitsOfNat;
    }

    private double Of(int item, int network)
    {
        LogOddsFold fold = _workspace.Folds[network];
        CellBackground background = _shared.Background[network];
        ReadingWeights readings = _shared.Model.Networks[network].Readings;
        double prior = fold.Shrinkage / background.Total;
        ReadOnlySpan<byte> addresses = background.Addresses[item];
        double sum = 0;
        int table = 0;
        foreach (byte address in addresses)
        {
            int cell = table + address;
            double basis = 1 + (prior * background.Cells[cell]);
            sum += (readings.Likes / Math.Sqrt(basis + fold.Likes[cell])) + (readings.Ratings / Math.Sqrt(basis + fold.Ratings[cell]));
            table += background.Addresses.Stride;
        }

        return sum / Unit / addresses.Length;
    }
}
