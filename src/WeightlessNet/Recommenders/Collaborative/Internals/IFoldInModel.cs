namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>
/// The item side of a trained factorization: answers for a list of ratings, whether or not their user was trained on.
/// </summary>
/// <remarks>Immutable: safe for use from many threads without locks. Answers depend on the ratings alone, not on their order.</remarks>
internal interface IFoldInModel
{
    /// <summary>How many numbers describe a user.</summary>
    int FactorCount { get; }

    /// <summary>Finds what describes a user with these ratings.</summary>
    /// <param name="ratings">The user's ratings, of different items in any order; ratings of unknown items are skipped.</param>
    /// <param name="userFactors">Receives <see cref="FactorCount"/> numbers.</param>
    void FoldIn(ReadOnlySpan<RatedItem> ratings, Span<double> userFactors);

    /// <summary>Predicts a rating, clamped to the scale.</summary>
    /// <param name="userFactors">The numbers that describe the user.</param>
    /// <param name="item">The item, 0 or higher; it may be unknown.</param>
    double Predict(ReadOnlySpan<double> userFactors, int item);

    /// <summary>Predicts the ratings of all items, from the first on, clamped to the scale.</summary>
    /// <param name="userFactors">The numbers that describe the user.</param>
    /// <param name="ratings">Receives a rating for each item.</param>
    void Predict(ReadOnlySpan<double> userFactors, Span<double> ratings);
}
