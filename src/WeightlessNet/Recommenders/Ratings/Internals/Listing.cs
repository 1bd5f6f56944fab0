namespace WeightlessNet.Recommenders.Ratings.Internals;

/// <summary>Makes lists by models that are read with the lock held.</summary>
internal static class Listing
{
    /// <summary>See <see cref="IRecommender.Recommend"/>.</summary>
    public static int Recommend<TModel>(
        this LoggedModel<TModel> logged, int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded)
        where TModel : IListingModel
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        TopItems best = new(destination);
        lock (logged.Access)
        {
            using UnavailableItems unavailable = new(logged.ItemCount, logged.Model.Log.OfUser(user), excluded);
            logged.Model.Rank(user, unavailable, ref best);
        }

        return best.Complete();
    }
}
