using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Context.Internals;
using WeightlessNet.Recommenders.Hybrid;

namespace WeightlessNet.Serving.Internals;

/// <summary>What models know of described users. It puts what it knows around a model of ratings and a model of lists.</summary>
/// <remarks>
/// An interface, so that a trimmed program without a <see cref="UserSchema"/> has none of its code. Thread-safe, except that one user is
/// changed by one thread at a time.
/// </remarks>
internal interface IDescribedUsers
{
    /// <summary>1 more than the highest id of a user.</summary>
    int UserIdBound { get; }

    /// <summary>Whether it was read from what was stored of the same fields.</summary>
    bool IsRestored { get; }

    /// <summary>How much each part of a predicted rating counts.</summary>
    IReadOnlyList<CalibratedGroup> RatingParts { get; }

    /// <summary>How much each field of users counts in lists.</summary>
    IReadOnlyList<CalibratedGroup> ListParts { get; }

    /// <summary>The items' fields with which the fields of users are not combined.</summary>
    IReadOnlyList<string> LeftOutFields { get; }

    /// <summary>Says what is known of a user; nothing if the description is empty.</summary>
    void Describe(int user, UserDescription description);

    /// <summary>Whether something is known of a user.</summary>
    bool Knows(int user);

    /// <summary>Learns a rating for predicted ratings.</summary>
    void LearnRating(in Rating rating);

    /// <summary>Forgets a rating for predicted ratings.</summary>
    bool ForgetRating(int user, int item);

    /// <summary>Forgets all ratings of a user for predicted ratings, and the description.</summary>
    int ForgetUser(int user);

    /// <summary>Describes a user again after <see cref="ForgetUser"/>, if only the ratings were to be forgotten.</summary>
    void DescribeAgain(int user);

    /// <summary>Adds an item at the end, or replaces the bits of one, for predicted ratings.</summary>
    void PutItemOfRatings(int item, ulong[] pattern);

    /// <summary>Tells of an item that is about to be added at the end, or changed, for lists.</summary>
    void PutItemOfLists(int item, ulong[] pattern);

    /// <summary>Trains what predicts ratings, on the present ratings.</summary>
    void RefitRatings(IProgress<double>? progress, CancellationToken cancellationToken);

    /// <summary>Trains what makes lists.</summary>
    void FitLists(Rating[] ratings, IProgress<double>? progress, CancellationToken cancellationToken);

    /// <summary>The predicted rating.</summary>
    double Predict(int user, int item);

    /// <summary>Explains a predicted rating.</summary>
    Explanation ExplainRating(int user, int item);

    /// <summary>What is added to the scores of a list.</summary>
    /// <param name="user">The user.</param>
    /// <param name="more">How many ratings more the user is supposed to have.</param>
    /// <param name="filter">What is added besides.</param>
    LikeAdjustments AdjustmentsFor(int user, int more, in RecommendationFilter filter);

    /// <summary>The same for an item, in parts that are not 0.</summary>
    IReadOnlyList<Contribution> PartsOf(int user, int item);

    /// <summary>What was learned, as it is stored, without descriptions.</summary>
    byte[] Save();
}
