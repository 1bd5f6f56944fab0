using System.Globalization;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Protocols.Internals;

/// <summary>A candidate at work: one fresh recommender after another, never answering anything but finite numbers.</summary>
/// <remarks>Not safe for concurrent use.</remarks>
internal sealed class CandidateRun
{
    private readonly RecommenderCandidate _candidate;
    private readonly RatingScale _scale;
    private IRecommender? _recommender;

    public CandidateRun(RecommenderCandidate candidate, RatingScale scale)
    {
        _candidate = candidate;
        _scale = scale;
    }

    public string Name => _candidate.Name;

    public SystemKind Kind => _candidate.Kind;

    /// <summary>How many items the recommender can recommend.</summary>
    public int ItemCount => Current.ItemCount;

    private IRecommender Current =>
        _recommender ?? throw new InvalidOperationException("A run begins with a fresh recommender.");

    /// <summary>Takes a fresh recommender in place of the last one.</summary>
    /// <exception cref="InvalidOperationException">
    /// The factory gave the last one again, which would remember what it is to be tested on.
    /// </exception>
    public void StartFresh()
    {
        IRecommender fresh = _candidate.Create(_scale);
        if (ReferenceEquals(fresh, _recommender))
        {
            throw new InvalidOperationException($"The factory of '{Name}' gave one recommender twice; each call has to make a new one.");
        }

        _recommender = fresh;
    }

    /// <summary>Trains in one go where the recommender offers it, else one rating after another in the order given.</summary>
    public void Train(ReadOnlySpan<Rating> ratings, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        if (Current.Get<IBatchRecommender>() is { } batch)
        {
            batch.Fit(ratings, progress, cancellationToken);
            return;
        }

        foreach (ref readonly Rating rating in ratings)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Learn(rating);
        }
    }

    public void Learn(in Rating rating) => Current.Learn(rating);

    /// <exception cref="InvalidOperationException">The recommender answered with something that is not a finite number.</exception>
    public double Predict(int user, int item)
    {
        double predicted = Current.Predict(user, item);
        return double.IsFinite(predicted)
            ? predicted
            : throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture, $"'{Name}' predicted {predicted} for user {user} and item {item}: not a finite number."));
    }

    /// <summary>Ranks items for a user.</summary>
    /// <returns>How many items were written.</returns>
    /// <exception cref="InvalidOperationException">
    /// The recommender gave an impossible number of items, one that does not exist, or scores that are not finite or rise.
    /// </exception>
    public int Recommend(int user, Span<ScoredItem> destination)
    {
        int count = Current.Recommend(user, destination);
        if (count < 0 || count > destination.Length)
        {
            throw new InvalidOperationException(
                $"'{Name}' gave {count} items to user {user} where there was room for {destination.Length}.");
        }

        double highest = double.MaxValue;
        foreach (ScoredItem scored in destination[..count])
        {
            if ((uint)scored.Item >= (uint)ItemCount)
            {
                throw new InvalidOperationException($"'{Name}' gave item {scored.Item} to user {user}, but has {ItemCount} items.");
            }

            if (!(double.IsFinite(scored.Score) && scored.Score <= highest))
            {
                throw new InvalidOperationException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"'{Name}' gave item {scored.Item} to user {user} with score {scored.Score}: not a finite number, or out of order."));
            }

            highest = scored.Score;
        }

        return count;
    }
}
