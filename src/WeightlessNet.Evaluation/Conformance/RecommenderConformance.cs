using WeightlessNet.Evaluation.Conformance.Internals;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Conformance;

/// <summary>
/// Checks with seeded random histories that a recommender keeps all that <see cref="IRecommender"/> and the capabilities that it offers
/// promise. For the tests of an application that has a recommender or a decorator of its own; needs no test framework.
/// </summary>
public static class RecommenderConformance
{
    /// <summary>Checks a recommender.</summary>
    /// <param name="create">
    /// Makes a new recommender that has learned nothing; all that it makes are equal. It is called some hundred times, so few and simple
    /// items are best: 10 to 100.
    /// </param>
    /// <param name="options">What else the recommender promises, and how much is checked; the defaults where null.</param>
    /// <returns>All checks with their outcomes.</returns>
    /// <remarks>
    /// A history has up to 9 users and 12 items. What <paramref name="create"/> makes may be disposable: it is disposed of at the end.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="create"/> is null.</exception>
    /// <exception cref="InvalidOperationException"><paramref name="create"/> gave null, or one recommender twice.</exception>
    public static ConformanceReport Run(Func<IRecommender> create, ConformanceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(create);
        using ConformanceWorld world = new(create, options ?? new ConformanceOptions());
        List<ConformanceCheck> checks = [];
        foreach (Promise promise in Promise.All)
        {
            ConformanceCheck check = promise.Check(world);
            checks.Add(check);
            if (check.Outcome == ConformanceOutcome.Failed)
            {
                world.FirstFailed ??= promise.Name;
            }

            if (promise == DeterminismPromise.OfLearning)
            {
                world.IsDeterministic = check.Outcome == ConformanceOutcome.Passed;
            }
        }

        return new ConformanceReport(checks);
    }
}
