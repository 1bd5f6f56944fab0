namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>The answers of another model, which personal networks correct: in units above the scale's minimum, 0 to the range.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
internal interface IRatingBase
{
    /// <summary>The number of ratings of a user in the model's training; null if unknown.</summary>
    int? RatingCountOf(int user);

    /// <summary>The model's prediction for a user and an item; either may be unknown to it.</summary>
    int Of(int user, int item);

    /// <summary>The prediction of a model that was trained without the user's rating of the item.</summary>
    int OutOfFold(int user, int item);

    /// <summary>Writes the model's predictions for a user and every item of the catalog.</summary>
    void Fill(int user, Span<int> answers);
}
