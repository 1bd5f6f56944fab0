namespace WeightlessNet.Recommenders;

/// <summary>A recommender that can forget exactly: afterwards it is as if it had never learned the rating.</summary>
public interface IForgettingRecommender : IRecommender
{
    /// <summary>Forgets a user's rating of an item.</summary>
    /// <param name="user">The user's id, 0 or more.</param>
    /// <param name="item">The item's id, 0 or more.</param>
    /// <returns><see langword="true"/> where there was such a rating; otherwise nothing has changed.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An id is negative.</exception>
    bool Forget(int user, int item);

    /// <summary>Forgets everything a user has rated.</summary>
    /// <param name="user">The user's id, 0 or more.</param>
    /// <returns>How many ratings were forgotten.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="user"/> is negative.</exception>
    int ForgetUser(int user);
}
