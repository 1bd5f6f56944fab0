namespace WeightlessNet.Recommenders;

/// <summary>
/// What a recommender holds of one user, and nothing else: the ratings and how recent ones are weighted. With it a personal model moves to
/// another recommender, process or device: the same items and ratings of others give the same answers there.
/// </summary>
/// <remarks>
/// 100 ratings on a scale take less than 1,024 bytes as a snapshot. Immutable and thread-safe.
/// </remarks>
public sealed partial class PersonalRatings
{
    private readonly RatedItem[] _ratings;

    /// <summary>Creates the ratings of a user, which are valid and in the order of their items.</summary>
    internal PersonalRatings(RatingScale scale, RatedItem[] ratings, UserRecency recency)
    {
        _ratings = ratings;
        Scale = scale;
        Recency = recency;
    }

    /// <summary>The scale of the ratings.</summary>
    public RatingScale Scale { get; }

    /// <summary>How recent ratings are weighted.</summary>
    public UserRecency Recency { get; }

    /// <summary>The ratings, in the order of the items' ids.</summary>
    public ReadOnlySpan<RatedItem> Ratings => _ratings;
}
