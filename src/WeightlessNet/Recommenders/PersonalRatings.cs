namespace WeightlessNet.Recommenders;

/// <summary>
/// What a recommender holds of one user, and nothing else: the ratings and how recent ones are weighted. With it a personal model moves to
/// another recommender, process or device: the same items and ratings of others give the same answers there.
/// </summary>
/// <remarks>
/// <para>100 ratings on a scale take less than 1,024 bytes as a snapshot. Immutable and thread-safe.</para>
/// <para>
/// What a <see cref="Hybrid.PersonalModel"/> exports also tells which ratings its crowd knows, so that the model can be opened again. A
/// recommender that imports the ratings ignores this.
/// </para>
/// </remarks>
public sealed partial class PersonalRatings
{
    private readonly RatedItem[] _ratings;
    private readonly RatedItem[] _known;

    /// <summary>Creates the ratings of a user, which are valid and in the order of their items.</summary>
    /// <param name="scale">The scale.</param>
    /// <param name="ratings">The ratings.</param>
    /// <param name="recency">How recent ratings are weighted.</param>
    /// <param name="known">The user's ratings that the crowd knows; null for <paramref name="ratings"/>.</param>
    internal PersonalRatings(RatingScale scale, RatedItem[] ratings, UserRecency recency, RatedItem[]? known = null)
    {
        _ratings = ratings;
        _known = known ?? ratings;
        Scale = scale;
        Recency = recency;
    }

    /// <summary>The scale of the ratings.</summary>
    public RatingScale Scale { get; }

    /// <summary>How recent ratings are weighted.</summary>
    public UserRecency Recency { get; }

    /// <summary>The ratings, in the order of the items' ids.</summary>
    public ReadOnlySpan<RatedItem> Ratings => _ratings;

    /// <summary>
    /// The user's ratings that the crowd knows, in the order of the items' ids: <see cref="Ratings"/>, but for what a
    /// <see cref="Hybrid.PersonalModel"/> has learned and forgotten. Their times may be missing.
    /// </summary>
    internal ReadOnlySpan<RatedItem> Known => _known;

    /// <summary>The ratings in the order in which they are learned again.</summary>
    internal RatedItem[] OldestFirst() => [.. _ratings.OrderBy(static rated => rated.Timestamp)];
}
