using System.Globalization;
using WeightlessNet.Evaluation.Protocols.Internals;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Evaluation.Protocols;

/// <summary>A recommender to evaluate: its name in reports and a factory that creates fresh instances.</summary>
/// <remarks>Immutable. As safe to share between threads as its factory.</remarks>
public sealed class RecommenderCandidate
{
    private readonly Func<RatingScale, IRecommender> _factory;

    /// <summary>Describes a recommender to evaluate.</summary>
    /// <param name="name">The name in reports; not blank.</param>
    /// <param name="factory">
    /// Creates a new, untrained recommender for the given scale on every call. It must know every item of the ratings.
    /// </param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is blank.</exception>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    public RecommenderCandidate(string name, Func<RatingScale, IRecommender> factory)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(factory);
        Name = name;
        _factory = factory;
    }

    /// <summary>Creates a candidate of a function, for a recommender of your own without a class.</summary>
    /// <remarks>
    /// Its lists are all items by prediction, without the excluded ones; it does not track what was rated. Predictions for errors are
    /// clamped to the scale. Where a protocol learns rating by rating, <paramref name="train"/> runs again for the first prediction after
    /// each rating, which takes long for many ratings.
    /// </remarks>
    /// <param name="name">The name in reports; unique among the candidates, and not blank.</param>
    /// <param name="itemCount">The number of items, 1 or more.</param>
    /// <param name="train">
    /// Receives the training ratings, and returns a function from a user and an item to a prediction. Users may be unknown.
    /// </param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is blank.</exception>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="itemCount"/> is below 1.</exception>
    public RecommenderCandidate(string name, int itemCount, Func<IReadOnlyList<Rating>, Func<int, int, double>> train)
        : this(name, scale => new FunctionRecommender(scale, itemCount, train))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(itemCount, 1);
        ArgumentNullException.ThrowIfNull(train);
    }

    /// <summary>The name in reports.</summary>
    public string Name { get; }

    /// <summary>What reports call it; a candidate by default. Set it to mark a baseline of your own.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not defined.</exception>
    public ResultKind Kind { get; init => field = OptionRange.Defined(value, nameof(Kind)); } = ResultKind.Candidate;

    /// <summary>Creates a new, untrained recommender.</summary>
    /// <param name="scale">The scale of the ratings that it will learn and predict.</param>
    /// <exception cref="InvalidOperationException">
    /// The factory returned <see langword="null"/> or a recommender with another scale.
    /// </exception>
    public IRecommender Create(RatingScale scale)
    {
        IRecommender recommender = _factory(scale)
            ?? throw new InvalidOperationException($"The factory of '{Name}' returned null instead of a recommender.");
        if (recommender.Scale != scale)
        {
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture,
                $"The recommender of '{Name}' has another scale than the ratings, {scale.Minimum} to {scale.Maximum} by {scale.Step}. "
                    + $"Create it with the scale that the factory receives, or set the protocol's option Scale to its scale."));
        }

        return recommender;
    }

    /// <summary>Checks a list of candidates and returns a copy.</summary>
    /// <param name="candidates">The candidates.</param>
    /// <param name="reservedNames">Names that no candidate may have.</param>
    /// <exception cref="ArgumentNullException"><paramref name="candidates"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">
    /// The list is empty or contains <see langword="null"/>, or a name is reserved or not unique.
    /// </exception>
    internal static RecommenderCandidate[] Check(IReadOnlyList<RecommenderCandidate> candidates, params ReadOnlySpan<string> reservedNames)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        if (candidates.Count == 0)
        {
            throw new ArgumentException("At least one candidate is needed.", nameof(candidates));
        }

        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (string reserved in reservedNames)
        {
            names.Add(reserved);
        }

        foreach (RecommenderCandidate candidate in candidates)
        {
            if (candidate is null)
            {
                throw new ArgumentException("A candidate is null.", nameof(candidates));
            }

            if (!names.Add(candidate.Name))
            {
                throw new ArgumentException($"The name '{candidate.Name}' is already taken in this report.", nameof(candidates));
            }
        }

        return [.. candidates];
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
