namespace WeightlessNet.Recommenders.Ratings.Internals;

/// <summary>Forgets ratings in models that forget exactly.</summary>
internal static class Forgetting
{
    /// <summary>See <see cref="IForgettingRecommender.Forget"/>.</summary>
    public static bool Forget<TModel>(this LoggedModel<TModel> logged, int user, int item)
        where TModel : IForgettingModel
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        ArgumentOutOfRangeException.ThrowIfNegative(item);
        lock (logged.Access)
        {
            return logged.Model.Forget(user, item);
        }
    }

    /// <summary>See <see cref="IForgettingRecommender.ForgetUser"/>.</summary>
    public static int ForgetUser<TModel>(this LoggedModel<TModel> logged, int user)
        where TModel : IForgettingModel
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        lock (logged.Access)
        {
            return logged.Model.ForgetUser(user);
        }
    }
}
