namespace WeightlessNet.Recommenders;

/// <summary>
/// Finds a capability, such as <see cref="IForgettingRecommender"/>, of a recommender and of those inside its decorators.
/// </summary>
/// <remarks>
/// Do not cast instead: a <see cref="DelegatingRecommender"/> implements the interfaces of all capabilities, but offers only those of its
/// inner recommender.
/// </remarks>
public static class RecommenderCapabilities
{
    private static readonly Type[] All =
    [
        typeof(IBatchRecommender), typeof(IForgettingRecommender), typeof(IExplainingRecommender), typeof(IFilteringRecommender),
        typeof(ICounterfactualRecommender), typeof(IItemScoringRecommender), typeof(IRecencyRecommender), typeof(IKnownUsersRecommender),
        typeof(IPortableRecommender),
    ];

    /// <summary>The outermost recommender that offers a capability.</summary>
    /// <typeparam name="T">
    /// An interface such as <see cref="IForgettingRecommender"/>, or the type of a recommender inside the decorators.
    /// </typeparam>
    /// <param name="recommender">The recommender.</param>
    /// <returns>
    /// The recommender itself if it offers the capability, otherwise one inside it that does; null if none does, or if the outermost
    /// decorator with that interface withholds it. The answer never changes for the same recommender.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="recommender"/> is null.</exception>
    public static T? Get<T>(this IRecommender recommender)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(recommender);
        return (T?)Find(recommender, typeof(T));
    }

    /// <summary>The outermost recommender that offers a required capability.</summary>
    /// <typeparam name="T">The capability, as in <see cref="Get"/>.</typeparam>
    /// <param name="recommender">The recommender.</param>
    /// <returns>The recommender itself if it offers the capability, otherwise one inside it that does.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="recommender"/> is null.</exception>
    /// <exception cref="NotSupportedException">None offers it; the message names the recommender and the capability.</exception>
    public static T GetRequired<T>(this IRecommender recommender)
        where T : class =>
        recommender.Get<T>() ?? throw Missing(recommender, typeof(T));

    internal static object? Find(IRecommender recommender, Type capability)
    {
        IRecommender at = recommender;
        while (!capability.IsInstanceOfType(at))
        {
            if (at is not DelegatingRecommender outer)
            {
                return null;
            }

            at = outer.Inner;
        }

        return at is DelegatingRecommender decorator && !OffersWhole(decorator, capability) ? null : at;
    }

    // A capability that inherits others is offered only with all of them: otherwise a withheld one could be reached through it.
    private static bool OffersWhole(DelegatingRecommender decorator, Type capability) =>
        decorator.Offers(capability)
        && Array.TrueForAll(All, part => !capability.IsInterface || !part.IsAssignableFrom(capability) || decorator.Offers(part));

    internal static NotSupportedException Missing(IRecommender recommender, Type capability)
    {
        string name = recommender.GetType().Name;
        for (IRecommender at = recommender; at is DelegatingRecommender outer; at = outer.Inner)
        {
            name += $" around {outer.Inner.GetType().Name}";
        }

        return new NotSupportedException($"{name} does not offer {capability.Name}.");
    }
}
