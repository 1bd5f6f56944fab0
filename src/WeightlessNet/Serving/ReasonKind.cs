namespace WeightlessNet.Serving;

/// <summary>What speaks most for an item.</summary>
public enum ReasonKind
{
    /// <summary>Nothing speaks for it: a guess from what all people like.</summary>
    Guess = 0,

    /// <summary>The user pinned it.</summary>
    Pinned = 1,

    /// <summary>The user's controls ask for more of its kind.</summary>
    Control = 2,

    /// <summary>A rating of the user: <see cref="Reason.ItemName"/>, with <see cref="Reason.Rating"/>.</summary>
    Rating = 3,

    /// <summary>Its value in a field: <see cref="Reason.Field"/>.</summary>
    Field = 4,

    /// <summary>
    /// It is like what the user rates high: in several fields, or in how high people rate it and how many know it. Neither one field nor
    /// one rating makes up a good part of that.
    /// </summary>
    Taste = 5,

    /// <summary>People whose ratings are like the user's like it.</summary>
    SimilarPeople = 6,

    /// <summary>All people rate it high.</summary>
    Crowd = 7,

    /// <summary>Many people like it.</summary>
    Popularity = 8,

    /// <summary>Of a similar item: the people who like <see cref="Reason.ItemName"/> like it too.</summary>
    SameAudience = 9,

    /// <summary>Of a similar item: it has the same value in <see cref="Reason.Field"/>.</summary>
    SameField = 10,

    /// <summary>Of a similar item: its value in <see cref="Reason.Field"/> is similar.</summary>
    SimilarField = 11,

    /// <summary>
    /// Users who are described like this one like it, or items like it: the user's <see cref="Reason.Field"/> and
    /// <see cref="Reason.Value"/>, if one field of users makes up a good part of that.
    /// </summary>
    UsersAlike = 12,
}
