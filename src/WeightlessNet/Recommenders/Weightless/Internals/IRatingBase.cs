namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>Another model's answers, which personal networks correct: in units above the lowest rating, from 0 to the range.</summary>
/// <remarks>Immutable: equal questions have equal answers. Thread-safe.</remarks>
internal interface IRatingBase
{
    /// <summary>How many ratings of a user the model was trained on; null where that is not known.</summary>
    int? RatingCountOf(int user);

    /// <summary>What the model expects of a user for an item; either may be unknown to it.</summary>
    int Of(int user, int item);

    /// <summary>The same by a model that has not seen the user's own rating of the item.</summary>
    int OutOfFold(int user, int item);

    /// <summary>What the model expects of a user for every item of the catalog.</summary>
    void Fill(int user, Span<int> answers);
}
