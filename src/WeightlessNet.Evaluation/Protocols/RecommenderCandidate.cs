using System.Globalization;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Protocols;

/// <summary>A recommender to evaluate: its name in reports and how to make a fresh one.</summary>
/// <remarks>Immutable. As safe to share between threads as its factory.</remarks>
public sealed class RecommenderCandidate
{
    private readonly Func<RatingScale, IRecommender> _factory;

    /// <summary>Describes a recommender to evaluate.</summary>
    /// <param name="name">Its name in reports; not blank.</param>
    /// <param name="factory">
    /// Makes a new, untrained recommender on the given scale at every call. It has every item of the ratings in its catalog.
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

    /// <summary>The name in reports.</summary>
    public string Name { get; }

    /// <summary>Whether the caller gave it or the protocol adds it.</summary>
    internal SystemKind Kind { get; init; } = SystemKind.Candidate;

    /// <summary>Makes a new, untrained recommender.</summary>
    /// <param name="scale">The scale of the ratings that it will learn and predict.</param>
    /// <exception cref="InvalidOperationException">The factory gave <see langword="null"/> or a recommender of another scale.</exception>
    public IRecommender Create(RatingScale scale)
    {
        IRecommender recommender = _factory(scale)
            ?? throw new InvalidOperationException($"The factory of '{Name}' gave null in place of a recommender.");
        if (recommender.Scale != scale)
        {
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture,
                $"The factory of '{Name}' gave a recommender of another scale than {scale.Minimum} to {scale.Maximum} by {scale.Step}."));
        }

        return recommender;
    }

    /// <summary>Takes a copy of a list of candidates, once it is sure that a report of them can be read.</summary>
    /// <param name="candidates">The candidates.</param>
    /// <param name="reservedNames">Names that no candidate may have.</param>
    /// <exception cref="ArgumentException">
    /// The list is empty, holds a <see langword="null"/>, or a name is reserved or not unique.
    /// </exception>
    internal static RecommenderCandidate[] Check(IReadOnlyList<RecommenderCandidate> candidates, params ReadOnlySpan<string> reservedNames)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        if (candidates.Count == 0)
        {
            throw new ArgumentException("There is at least one candidate to evaluate.", nameof(candidates));
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
                throw new ArgumentException("No candidate is null.", nameof(candidates));
            }

            if (!names.Add(candidate.Name))
            {
                throw new ArgumentException($"Two systems of one report cannot both be named '{candidate.Name}'.", nameof(candidates));
            }
        }

        return [.. candidates];
    }
}
