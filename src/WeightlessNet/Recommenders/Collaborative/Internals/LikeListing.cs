using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>Makes lists by models of likes. The lock is held only while the user's ratings and the likes of the items are copied.</summary>
internal static class LikeListing
{
    /// <summary>See <see cref="IRecommender.Recommend"/>.</summary>
    public static int RecommendLiked<TModel>(
        this LoggedModel<TModel> logged, int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded)
        where TModel : ILikeModel
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        TopItems best = new(destination);
        using LikeQuestion question = logged.QuestionOf(user, out TModel model);
        using UnavailableItems unavailable = new(logged.ItemCount, new UserRatings(question.Ratings), excluded);
        model.Rank(user, question, unavailable, ref best);
        return best.Complete();
    }

    /// <summary>Copies what a question about a user needs of the present model.</summary>
    public static LikeQuestion QuestionOf<TModel>(this LoggedModel<TModel> logged, int user, out TModel model)
        where TModel : ILikeModel
    {
        lock (logged.Access)
        {
            model = logged.Model;
            return new LikeQuestion(model.Log.OfUser(user), model.Ratings.Likes);
        }
    }
}
