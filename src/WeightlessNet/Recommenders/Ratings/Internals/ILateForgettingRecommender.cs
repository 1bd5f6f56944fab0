namespace WeightlessNet.Recommenders.Ratings.Internals;

/// <summary>A recommender of which a part may go on knowing a forgotten user, under the user's id, until it is next trained.</summary>
internal interface ILateForgettingRecommender : IForgettingRecommender
{
    /// <summary>Whether there can be such a part.</summary>
    bool ForgetsLate { get; }

    /// <summary>Whether that part, as it is now, was trained on ratings of a user of an id.</summary>
    bool WasTrainedOn(int user);
}
