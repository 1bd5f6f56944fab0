using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Conformance.Internals;

/// <summary>One promise and how to check it with a history.</summary>
internal sealed class Promise
{
    private readonly Func<ConformanceWorld, string?> _reasonAgainst;
    private readonly Action<ConformanceWorld, ConformanceHistory> _check;

    /// <param name="name">The name of the promise.</param>
    /// <param name="check">Throws where the promise is broken.</param>
    /// <param name="reasonAgainst">Why the promise is not to be checked, or null where it is.</param>
    public Promise(
        string name, Action<ConformanceWorld, ConformanceHistory> check, Func<ConformanceWorld, string?>? reasonAgainst = null)
    {
        Name = name;
        _check = check;
        _reasonAgainst = reasonAgainst ?? (_ => null);
    }

    /// <summary>All promises, those first on which others rest.</summary>
    public static IReadOnlyList<Promise> All { get; } =
    [
        DeterminismPromise.OfLearning,
        AnswerPromises.Predictions,
        AnswerPromises.Unknown,
        ListPromises.Scores,
        ListPromises.Order,
        ListPromises.Length,
        ListPromises.Duplicates,
        ListPromises.RatedItems,
        ListPromises.ExcludedItems,
        InputPromise.Refused,
        LearningPromises.ReRating,
        LearningPromises.Order,
        ForgettingPromises.Ratings,
        ForgettingPromises.Users,
        FitPromises.Repeatable,
        FitPromises.Order,
        FitPromises.Cancellation,
        ExplanationPromise.Sums,
        FilterPromise.Respected,
        CounterfactualPromises.Standings,
        CounterfactualPromises.WithoutRating,
        CounterfactualPromises.IfRated,
        CounterfactualPromises.WhatWouldChange,
        RecencyPromise.OfOneUser,
        ScoringPromise.OfGivenRatings,
        UserIdsPromise.Bound,
        StoragePromise.SaveAndLoad,
        ConcurrencyPromise.Threads,
    ];

    /// <summary>The name of the promise.</summary>
    public string Name { get; }

    /// <summary>A reason against a check of a capability that is not offered.</summary>
    public static string? Needs<T>(ConformanceWorld world)
        where T : class =>
        world.Sample.Get<T>() is null ? $"the recommender does not offer {typeof(T).Name}" : null;

    /// <summary>A reason against a check that compares two recommenders of one history.</summary>
    public static string? NeedsTwins(ConformanceWorld world) =>
        world.IsDeterministic ? null : "equal histories do not give equal answers";

    public ConformanceCheck Check(ConformanceWorld world)
    {
        if (_reasonAgainst(world) is { } reason)
        {
            return new ConformanceCheck(Name, ConformanceOutcome.NotApplicable, reason);
        }

        for (int number = 0; number < world.Options.Histories; number++)
        {
            ConformanceHistory history = new(world, number);
            try
            {
                _check(world, history);
            }
            catch (PromiseBrokenException broken)
            {
                return new ConformanceCheck(Name, ConformanceOutcome.Failed, $"{broken.Message} {history}");
            }
            catch (Exception exception) when (exception is not ConformanceFactoryException)
            {
                // Whatever the recommender throws where the contracts name no exception.
                return new ConformanceCheck(Name, ConformanceOutcome.Failed, $"It threw {exception}. {history}");
            }
        }

        return new ConformanceCheck(Name, ConformanceOutcome.Passed, "");
    }
}
