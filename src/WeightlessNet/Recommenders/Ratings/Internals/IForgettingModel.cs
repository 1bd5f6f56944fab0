namespace WeightlessNet.Recommenders.Ratings.Internals;

/// <summary>The state of a recommender that forgets exactly: it keeps sums, and subtracts a removed rating from them.</summary>
internal interface IForgettingModel : IListingModel, IRatingObserver
{
    void ILoggedModel.Set(in Rating rating) => Log.Set(rating, this);

    /// <summary>Removes a user's rating of an item, and returns whether there was one.</summary>
    bool Forget(int user, int item) => Log.Remove(user, item, this);

    /// <summary>Removes all ratings of a user, and returns how many there were.</summary>
    int ForgetUser(int user) => Log.RemoveUser(user, this);
}
