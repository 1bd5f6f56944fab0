namespace WeightlessNet.Recommenders;

/// <summary>Where a part of a score comes from.</summary>
public enum ContributionKind
{
    /// <summary>What is the same for every user and item: the mean of all ratings, or the popularity of what is usually liked.</summary>
    Prior = 0,

    /// <summary>The user's own level, the same for every item.</summary>
    UserLevel = 1,

    /// <summary>What all users think of the item: its mean rating, compared with that of all ratings.</summary>
    Crowd = 2,

    /// <summary>How many users like the item, compared with what is usually liked.</summary>
    Popularity = 3,

    /// <summary>What a central model says: what users with similar ratings like.</summary>
    Central = 4,

    /// <summary>What the user thinks of items that are like the item in a field.</summary>
    Field = 5,

    /// <summary>What the user thinks of items that all users rate as high as the item.</summary>
    CrowdRating = 6,

    /// <summary>What the user thinks of items that are as popular as the item.</summary>
    CrowdPopularity = 7,

    /// <summary>What the user thinks of items that the same people rate.</summary>
    Audience = 8,

    /// <summary>What all users think in a context: users like this one, or at such a moment, of all items or of this one.</summary>
    Context = 9,
}
