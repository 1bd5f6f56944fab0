namespace WeightlessNet.Recommenders.Hybrid;

/// <summary>The one RAM cell of a node that an item addresses in a user's network, and what the cell adds to the item's score.</summary>
/// <remarks>Immutable and safe to share between threads.</remarks>
public sealed class CellVote
{
    internal CellVote(
        string network, IReadOnlyList<CellInput> inputs, int address, int cellCount, int ratingCount, int likeCount, double amount)
    {
        Network = network;
        Inputs = inputs;
        Address = address;
        CellCount = cellCount;
        RatingCount = ratingCount;
        LikeCount = likeCount;
        Amount = amount;
    }

    /// <summary>The name of the node's network, as in <see cref="WeightlessRankingRecommender.Calibration"/>.</summary>
    public string Network { get; }

    /// <summary>The bits that the node reads, in the order of the address: input i is bit i of <see cref="Address"/>.</summary>
    public IReadOnlyList<CellInput> Inputs { get; }

    /// <summary>The number of the cell, 0 to <see cref="CellCount"/> - 1.</summary>
    public int Address { get; }

    /// <summary>The number of cells of the node.</summary>
    public int CellCount { get; }

    /// <summary>How many of the user's ratings are of items that address the same cell.</summary>
    public int RatingCount { get; }

    /// <summary>How many of them are likes.</summary>
    public int LikeCount { get; }

    /// <summary>
    /// What the cell adds to the score, in bits; negative if it lowers the score. A cell without ratings lowers it, because the user's
    /// ratings could have been there.
    /// </summary>
    public double Amount { get; }

    /// <summary>The cell in one line, such as "genre: cell 5 of 64, 3 of 4 ratings liked: 0.25".</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Network}: cell {Address} of {CellCount}, {LikeCount} of {RatingCount} ratings liked: {Amount:0.####}");
}
