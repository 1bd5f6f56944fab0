using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Conformance.Internals;

/// <summary>One promise and how to check it with a history.</summary>
internal sealed class Promise
{
    private readonly Func<ConformanceWorld, string?> _reasonAgainst;
    private readonly Func<ConformanceWorld, int, HistoryCheck> _checkOf;
    private readonly Func<ConformanceOptions, int> _count;

    /// <param name="name">The name of the promise.</param>
    /// <param name="check">Throws where the promise is broken.</param>
    /// <param name="reasonAgainst">Why the promise is not to be checked, or null where it is.</param>
    public Promise(
        string name, Action<ConformanceWorld, ConformanceHistory> check, Func<ConformanceWorld, string?>? reasonAgainst = null)
        : this(
            name,
            static options => options.Histories,
            (world, number) =>
            {
                ConformanceHistory history = new(world, number);
                return new HistoryCheck(history, () => check(world, history));
            },
            reasonAgainst)
    {
    }

    private Promise(
        string name,
        Func<ConformanceOptions, int> count,
        Func<ConformanceWorld, int, HistoryCheck> checkOf,
        Func<ConformanceWorld, string?>? reasonAgainst)
    {
        Name = name;
        _count = count;
        _checkOf = checkOf;
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
        HistoriesPromise.Replayed,
    ];

    /// <summary>The name of the promise.</summary>
    public string Name { get; }

    /// <summary>A promise that is checked with histories of changes.</summary>
    /// <param name="name">The name of the promise.</param>
    /// <param name="check">Throws where the promise is broken.</param>
    /// <param name="reasonAgainst">Why the promise is not to be checked, or null where it is.</param>
    public static Promise OfChanges(
        string name, Action<ConformanceWorld, ChangeHistory> check, Func<ConformanceWorld, string?> reasonAgainst) =>
        new(
            name,
            static options => options.ChangeHistories,
            (world, number) =>
            {
                ChangeHistory history = new(world, number);
                return new HistoryCheck(history, () => check(world, history));
            },
            reasonAgainst);

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

        for (int number = 0; number < _count(world.Options); number++)
        {
            HistoryCheck check = _checkOf(world, number);
            try
            {
                check.Run();
            }
            catch (PromiseBrokenException broken)
            {
                return new ConformanceCheck(Name, ConformanceOutcome.Failed, $"{broken.Message} {check.History}");
            }
            catch (Exception exception) when (exception is not ConformanceFactoryException)
            {
                // Whatever the recommender throws where the contracts name no exception.
                return new ConformanceCheck(Name, ConformanceOutcome.Failed, $"It threw {exception}. {check.History}");
            }
        }

        return new ConformanceCheck(Name, ConformanceOutcome.Passed, "");
    }

    /// <summary>A check with one history.</summary>
    /// <param name="History">The history, whose text reproduces a failure.</param>
    /// <param name="Run">Throws where the promise is broken.</param>
    private readonly record struct HistoryCheck(object History, Action Run);
}
