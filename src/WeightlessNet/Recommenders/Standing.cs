namespace WeightlessNet.Recommenders;

/// <summary>The score and the rank of an item for a user.</summary>
public readonly record struct Standing
{
    /// <summary>Creates the value.</summary>
    /// <param name="score">See <see cref="Score"/>.</param>
    /// <param name="rank">See <see cref="Rank"/>.</param>
    public Standing(double score, int? rank)
    {
        Score = score;
        Rank = rank;
    }

    /// <summary>
    /// The score by which the item is ranked, in units of the rating scale, not clamped to the scale; in bits for a
    /// <see cref="Hybrid.WeightlessRankingRecommender"/>.
    /// </summary>
    public double Score { get; }

    /// <summary>
    /// The item's place among the items that can be recommended, 1 for the best; null if it cannot be recommended, because the user has
    /// rated it or it is excluded.
    /// </summary>
    public int? Rank { get; }

    /// <summary>The rank and the score, such as "rank 3, score 2.125", or "no rank, score 2.125".</summary>
    public override string ToString() =>
        FormattableString.Invariant(
            $"{(Rank is int rank ? FormattableString.Invariant($"rank {rank}") : "no rank")}, score {Score:0.####}");
}
