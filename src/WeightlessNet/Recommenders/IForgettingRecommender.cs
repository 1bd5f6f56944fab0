namespace WeightlessNet.Recommenders;

/// <summary>A recommender that can forget exactly: afterwards its state is as if it had never learned the rating.</summary>
public interface IForgettingRecommender : IRecommender
{
    /// <summary>Forgets a user's rating of an item.</summary>
    /// <param name="user">The user's id, 0 or more.</param>
    /// <param name="item">The item's id, 0 or more.</param>
    /// <returns><see langword="true"/> if there was such a rating; otherwise nothing is changed.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An id is negative.</exception>
    bool Forget(int user, int item);

    /// <summary>Forgets all ratings of a user.</summary>
    /// <param name="user">The user's id, 0 or more.</param>
    /// <returns>The number of ratings forgotten.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="user"/> is negative.</exception>
    int ForgetUser(int user);
}
