namespace WeightlessNet.Recommenders;

/// <summary>A recommender that hands over what it holds of one user, and takes it in.</summary>
public interface IPortableRecommender : IForgettingRecommender
{
    /// <summary>A copy of what is held of a user; without ratings for an unknown user. Nothing is changed.</summary>
    /// <param name="user">The user's id, 0 or more; may be unknown.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="user"/> is negative.</exception>
    PersonalRatings Export(int user);

    /// <summary>
    /// Replaces all that is held of a user, at once: afterwards every answer is as if the user's earlier ratings had been forgotten and
    /// these learned, the oldest first. No other thread sees a part of it.
    /// </summary>
    /// <param name="user">The user's id, 0 or more; may be unknown.</param>
    /// <param name="personal">What another recommender of the same items has exported.</param>
    /// <exception cref="ArgumentNullException"><paramref name="personal"/> is null.</exception>
    /// <exception cref="ArgumentException">The scale is another one. Nothing is changed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="user"/> is negative or too high, or an item is not in the catalog. Nothing is changed.
    /// </exception>
    void Import(int user, PersonalRatings personal);
}
