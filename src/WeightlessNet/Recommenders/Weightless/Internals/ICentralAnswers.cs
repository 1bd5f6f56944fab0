using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>The answers of one or more models of all users, which personal networks correct: in units above the scale's minimum.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
internal interface ICentralAnswers
{
    /// <summary>The number of models.</summary>
    int ModelCount { get; }

    /// <summary>The number of items that the models know, from the first on. The catalog may have grown since.</summary>
    int ItemCount { get; }

    /// <summary>The number of values that <see cref="Prepare"/> writes.</summary>
    int StateLength { get; }

    /// <summary>The number of a user's ratings that a model knows when it answers a user with so many current ratings.</summary>
    int KnownRatingsOf(int model, int user, int currentRatings);

    /// <summary>Prepares the answers of the models that a user's answers depend on, from the user's current ratings.</summary>
    /// <param name="prepared">The user and the models' shares; its state is written.</param>
    /// <param name="ratings">The user's current ratings.</param>
    void Prepare(UserBase prepared, UserRatings ratings);

    /// <summary>A model's answer for an item below <see cref="ItemCount"/> and a user, who may be unknown to it.</summary>
    int Of(int model, int user, ReadOnlySpan<double> state, int item);

    /// <summary>Writes a model's answers for a user and every item below <see cref="ItemCount"/>.</summary>
    void Fill(int model, int user, ReadOnlySpan<double> state, Span<int> answers);
}
