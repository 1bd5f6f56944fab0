using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Conformance.Internals;

/// <summary>What makes the recommenders that are checked. Disposes of them at the end.</summary>
internal sealed class ConformanceWorld : IDisposable
{
    private readonly Func<IRecommender> _create;
    private readonly List<IDisposable> _toDispose = [];
    private IRecommender? _last;

    public ConformanceWorld(Func<IRecommender> create, ConformanceOptions options)
    {
        _create = create;
        Options = options;
        Sample = Fresh();
        ItemCount = Sample.ItemCount;
        Scale = Sample.Scale;
    }

    public ConformanceOptions Options { get; }

    /// <summary>A recommender that learns nothing: it is asked what it offers.</summary>
    public IRecommender Sample { get; }

    public int ItemCount { get; }

    public RatingScale Scale { get; }

    /// <summary>Whether equal histories give equal answers.</summary>
    public bool IsDeterministic { get; set; } = true;

    /// <summary>The name of the first check that failed; null if none has so far.</summary>
    public string? FirstFailed { get; set; }

    /// <summary>A recommender that has learned nothing.</summary>
    /// <exception cref="ConformanceFactoryException">The factory gave null, or the same recommender as before.</exception>
    public IRecommender Fresh()
    {
        IRecommender made = _create() ?? throw new ConformanceFactoryException("The factory gave null in place of a recommender.");
        if (ReferenceEquals(made, _last))
        {
            throw new ConformanceFactoryException("The factory gave one recommender twice; each call has to make a new one.");
        }

        if (made is IDisposable disposable)
        {
            _toDispose.Add(disposable);
        }

        _last = made;
        return made;
    }

    /// <summary>A recommender that has learned these ratings one by one.</summary>
    public IRecommender Taught(IEnumerable<Rating> ratings)
    {
        IRecommender recommender = Fresh();
        Teach(recommender, ratings);
        return recommender;
    }

    /// <summary>A recommender that has been fitted to these ratings.</summary>
    public IRecommender Fitted(params ReadOnlySpan<Rating> ratings)
    {
        IRecommender recommender = Fresh();
        recommender.GetRequired<IBatchRecommender>().Fit(ratings);
        return recommender;
    }

    public static void Teach(IRecommender recommender, IEnumerable<Rating> ratings)
    {
        foreach (Rating rating in ratings)
        {
            recommender.Learn(rating);
        }
    }

    public void Dispose() => _toDispose.ForEach(disposable => disposable.Dispose());
}
