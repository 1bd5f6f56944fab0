using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Protocols.Internals;

/// <summary>
/// Runs one candidate: makes fresh recommenders, checks and times their answers, reports progress and observes cancellation.
/// </summary>
/// <remarks>Not safe for concurrent use.</remarks>
internal sealed class CandidateRun
{
    private readonly RecommenderCandidate _candidate;
    private readonly RatingScale _scale;
    private readonly StepProgress _steps;
    private readonly ConditionalWeakTable<IRecommender, object> _made;
    private readonly CancellationToken _cancellationToken;
    private IRecommender? _recommender;

    /// <summary>Creates a run.</summary>
    /// <param name="candidate">The candidate.</param>
    /// <param name="scale">The scale of the ratings.</param>
    /// <param name="steps">The progress of all runs.</param>
    /// <param name="made">The recommenders that all runs of the candidate have made.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    public CandidateRun(
        RecommenderCandidate candidate,
        RatingScale scale,
        StepProgress steps,
        ConditionalWeakTable<IRecommender, object> made,
        CancellationToken cancellationToken)
    {
        _made = made;
        _candidate = candidate;
        _scale = scale;
        _steps = steps;
        _cancellationToken = cancellationToken;
    }

    public string Name => _candidate.Name;

    public ResultKind Kind => _candidate.Kind;

    /// <summary>How many items the recommender can recommend.</summary>
    public int ItemCount => Current.ItemCount;

    private IRecommender Current => _recommender ?? throw new InvalidOperationException("StartFresh has to be called first.");

    /// <summary>Replaces the recommender with a new, untrained one, and reports that the candidate runs now.</summary>
    /// <exception cref="InvalidOperationException">
    /// The factory returned an earlier recommender, which has already learned ratings that it would now be tested on.
    /// </exception>
    public void StartFresh()
    {
        _cancellationToken.ThrowIfCancellationRequested();
        IRecommender fresh = _candidate.Create(_scale);
        if (!_made.TryAdd(fresh, _made))
        {
            throw new InvalidOperationException(
                $"The factory of '{Name}' returned the same recommender twice; every call must create a new one.");
        }

        _recommender = fresh;
        ReportStep(0);
    }

    /// <summary>Makes a recommender, unless there already is one.</summary>
    public void StartIfNeeded()
    {
        if (_recommender is null)
        {
            StartFresh();
        }
    }

    /// <summary>Lets go of the recommender.</summary>
    public void Release() => _recommender = null;

    /// <summary>Trains by <see cref="IBatchRecommender.Fit"/> where it is offered, otherwise rating by rating in the given order.</summary>
    /// <returns>The wall time in seconds.</returns>
    public double Train(ReadOnlySpan<Rating> ratings)
    {
        long start = Stopwatch.GetTimestamp();
        if (Current.Get<IBatchRecommender>() is { } batch)
        {
            batch.Fit(ratings, _steps.ForTraining(this), _cancellationToken);
        }
        else
        {
            foreach (ref readonly Rating rating in ratings)
            {
                Learn(rating);
            }
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    public void Learn(in Rating rating)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        Current.Learn(rating);
    }

    /// <exception cref="InvalidOperationException">The prediction is not a finite number.</exception>
    public double Predict(int user, int item)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        double predicted = Current.Predict(user, item);
        return double.IsFinite(predicted)
            ? predicted
            : throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture, $"'{Name}' predicted {predicted} for user {user} and item {item}: not a finite number."));
    }

    /// <summary>Predicts ratings in the given order.</summary>
    /// <param name="ratings">The ratings.</param>
    /// <param name="record">Receives each rating with its prediction.</param>
    /// <returns>The wall time in seconds.</returns>
    /// <exception cref="InvalidOperationException">A prediction is not a finite number.</exception>
    public double Predict(ReadOnlySpan<Rating> ratings, Action<Rating, double> record)
    {
        long start = Stopwatch.GetTimestamp();
        foreach (ref readonly Rating rating in ratings)
        {
            record(rating, Predict(rating.User, rating.Item));
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Ranks items for a user.</summary>
    /// <returns>How many items were written.</returns>
    /// <exception cref="InvalidOperationException">
    /// The recommender returned an impossible number of items, an unknown item, or scores that are not finite or not in order.
    /// </exception>
    public int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        int count = Current.Recommend(user, destination, excluded);
        if (count < 0 || count > destination.Length)
        {
            throw new InvalidOperationException(
                $"'{Name}' returned {count} items for user {user} where there was room for {destination.Length}.");
        }

        double highest = double.MaxValue;
        foreach (ScoredItem scored in destination[..count])
        {
            if ((uint)scored.Item >= (uint)ItemCount)
            {
                throw new InvalidOperationException($"'{Name}' recommended item {scored.Item} to user {user}, but has {ItemCount} items.");
            }

            if (!(double.IsFinite(scored.Score) && scored.Score <= highest))
            {
                throw new InvalidOperationException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"'{Name}' scored item {scored.Item} for user {user} with {scored.Score}: not a finite number, or out of order."));
            }

            highest = scored.Score;
        }

        return count;
    }

    /// <summary>Reports the finished fraction, 0 to 1, of the current step.</summary>
    public void ReportStep(double fraction) => _steps.Report(this, fraction);

    /// <summary>Reports the finished fraction, 0 to 1, of the testing in the current step, after its training has ended.</summary>
    public void ReportTesting(double fraction) => _steps.ReportTesting(this, fraction);

    /// <summary>Finishes the current step.</summary>
    public void FinishStep() => _steps.FinishStep(this);
}
