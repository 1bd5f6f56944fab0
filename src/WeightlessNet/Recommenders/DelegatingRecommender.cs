namespace WeightlessNet.Recommenders;

/// <summary>
/// A recommender around another one, to which it passes every call: the base of an application's decorators, such as one that logs or
/// measures. Override what is to be different.
/// </summary>
/// <remarks>
/// <para>
/// All capabilities of the inner recommender pass through, so that a decorator that overrides nothing loses nothing. Ask for them by
/// <see cref="RecommenderCapabilities.Get"/>: it gives the outermost decorator, whose overrides then act, and null for a capability that
/// the inner recommender does not offer. A cast cannot tell: the interfaces are those of this class. A call of a capability that is not
/// offered throws a <see cref="NotSupportedException"/>.
/// </para>
/// <para>
/// Each member calls the same member of the inner recommender and no other of this class: a decorator that changes lists overrides both
/// methods called <c>Recommend</c>. As safe for use from many threads as the inner recommender, where the overrides are.
/// </para>
/// </remarks>
public abstract class DelegatingRecommender
    : ICounterfactualRecommender, IItemScoringRecommender, IRecencyRecommender, IKnownUsersRecommender
{
    private readonly IBatchRecommender? _batch;
    private readonly IForgettingRecommender? _forgetting;
    private readonly IExplainingRecommender? _explaining;
    private readonly IFilteringRecommender? _filtering;
    private readonly ICounterfactualRecommender? _counterfactual;
    private readonly IItemScoringRecommender? _itemScoring;
    private readonly IRecencyRecommender? _recency;
    private readonly IKnownUsersRecommender? _knownUsers;

    /// <summary>Puts a decorator around a recommender.</summary>
    /// <param name="inner">The recommender to pass calls to.</param>
    /// <exception cref="ArgumentNullException"><paramref name="inner"/> is null.</exception>
    protected DelegatingRecommender(IRecommender inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        Inner = inner;
        _batch = inner.Get<IBatchRecommender>();
        _forgetting = inner.Get<IForgettingRecommender>();
        _explaining = inner.Get<IExplainingRecommender>();
        _filtering = inner.Get<IFilteringRecommender>();
        _counterfactual = inner.Get<ICounterfactualRecommender>();
        _itemScoring = inner.Get<IItemScoringRecommender>();
        _recency = inner.Get<IRecencyRecommender>();
        _knownUsers = inner.Get<IKnownUsersRecommender>();
    }

    /// <summary>The recommender inside.</summary>
    public IRecommender Inner { get; }

    /// <inheritdoc/>
    public virtual int ItemCount => Inner.ItemCount;

    /// <inheritdoc/>
    public virtual RatingScale Scale => Inner.Scale;

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The inner recommender cannot tell.</exception>
    public virtual int UserIdBound => Offered(_knownUsers).UserIdBound;

    /// <inheritdoc/>
    public virtual void Learn(in Rating rating) => Inner.Learn(rating);

    /// <inheritdoc/>
    public virtual double Predict(int user, int item) => Inner.Predict(user, item);

    /// <inheritdoc/>
    public virtual int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded = default) =>
        Inner.Recommend(user, destination, excluded);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The inner recommender has no filters.</exception>
    public virtual int Recommend(int user, Span<ScoredItem> destination, in RecommendationFilter filter) =>
        Offered(_filtering).Recommend(user, destination, filter);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The inner recommender cannot forget.</exception>
    public virtual bool Forget(int user, int item) => Offered(_forgetting).Forget(user, item);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The inner recommender cannot forget.</exception>
    public virtual int ForgetUser(int user) => Offered(_forgetting).ForgetUser(user);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The inner recommender cannot explain.</exception>
    public virtual Explanation Explain(int user, int item) => Offered(_explaining).Explain(user, item);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The inner recommender does not train in batches.</exception>
    public virtual void Fit(
        ReadOnlySpan<Rating> ratings, IProgress<double>? progress = null, CancellationToken cancellationToken = default) =>
        Offered(_batch).Fit(ratings, progress, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The inner recommender does not score given ratings.</exception>
    public virtual void Score(ReadOnlySpan<RatedItem> ratings, Span<float> scores) => Offered(_itemScoring).Score(ratings, scores);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The inner recommender has no counterfactuals.</exception>
    public virtual Standing StandingOf(int user, int item, in RecommendationFilter filter = default) =>
        Offered(_counterfactual).StandingOf(user, item, filter);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The inner recommender has no counterfactuals.</exception>
    public virtual Standing WithoutRating(int user, int ratedItem, int item, in RecommendationFilter filter = default) =>
        Offered(_counterfactual).WithoutRating(user, ratedItem, item, filter);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The inner recommender has no counterfactuals.</exception>
    public virtual Standing IfRated(in Rating rating, int item, in RecommendationFilter filter = default) =>
        Offered(_counterfactual).IfRated(rating, item, filter);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The inner recommender has no counterfactuals.</exception>
    public virtual IReadOnlyList<Counterfactual> WhatWouldChange(
        int user, int item, int count, in RecommendationFilter filter = default) =>
        Offered(_counterfactual).WhatWouldChange(user, item, count, filter);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The inner recommender weighs all ratings alike.</exception>
    public virtual UserRecency RecencyOf(int user) => Offered(_recency).RecencyOf(user);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The inner recommender weighs all ratings alike.</exception>
    public virtual void SetRecency(int user, UserRecency recency) => Offered(_recency).SetRecency(user, recency);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The inner recommender weighs all ratings alike.</exception>
    public virtual Standing StandingWith(int user, UserRecency recency, int item, in RecommendationFilter filter = default) =>
        Offered(_recency).StandingWith(user, recency, item, filter);

    /// <summary>
    /// Whether this decorator offers a capability that it has the interface of: by default one of this class where the inner recommender
    /// offers it, and any interface that a derived class adds.
    /// </summary>
    /// <param name="capability">The interface, or a type of this object.</param>
    /// <returns>Always the same for the same capability.</returns>
    /// <remarks>
    /// Override it to offer a capability that the inner recommender lacks, having overridden all members of that capability, or to
    /// withhold one.
    /// </remarks>
    protected internal virtual bool Offers(Type capability)
    {
        ArgumentNullException.ThrowIfNull(capability);
        bool isForwarded = capability.IsInterface && capability.IsAssignableFrom(typeof(DelegatingRecommender));
        return !isForwarded || RecommenderCapabilities.Find(Inner, capability) is not null;
    }

    private T Offered<T>(T? capability)
        where T : class => capability ?? throw RecommenderCapabilities.Missing(this, typeof(T));
}
