namespace WeightlessNet.Recommenders;

/// <summary>
/// Base class for decorators, such as one that logs or measures: passes every call to an inner recommender. Override the members that
/// should behave differently.
/// </summary>
/// <remarks>
/// <para>
/// All capabilities of the inner recommender are forwarded. Ask for a capability with <see cref="RecommenderCapabilities.Get"/>: it returns
/// the outermost decorator, so that overrides take effect, or null if the inner recommender does not offer the capability. A cast always
/// succeeds, because this class implements all the interfaces. Calling a capability that is not offered throws a
/// <see cref="NotSupportedException"/>.
/// </para>
/// <para>
/// Each member calls the same member of the inner recommender and no other member of this class: a decorator that changes lists must
/// override both <c>Recommend</c> methods. Thread-safe if the inner recommender and the overrides are.
/// </para>
/// </remarks>
public abstract class DelegatingRecommender
    : ICounterfactualRecommender, IItemScoringRecommender, IRecencyRecommender, IKnownUsersRecommender, IPortableRecommender
{
    private readonly IBatchRecommender? _batch;
    private readonly IForgettingRecommender? _forgetting;
    private readonly IExplainingRecommender? _explaining;
    private readonly IFilteringRecommender? _filtering;
    private readonly ICounterfactualRecommender? _counterfactual;
    private readonly IItemScoringRecommender? _itemScoring;
    private readonly IRecencyRecommender? _recency;
    private readonly IKnownUsersRecommender? _knownUsers;
    private readonly IPortableRecommender? _portable;

    /// <summary>Creates a decorator around a recommender.</summary>
    /// <param name="inner">The recommender that receives the calls.</param>
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
        _portable = inner.Get<IPortableRecommender>();
    }

    /// <summary>The decorated recommender.</summary>
    public IRecommender Inner { get; }

    /// <inheritdoc/>
    public virtual int ItemCount => Inner.ItemCount;

    /// <inheritdoc/>
    public virtual RatingScale Scale => Inner.Scale;

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The inner recommender does not report its users.</exception>
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

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The inner recommender does not hand over users.</exception>
    public virtual PersonalRatings Export(int user) => Offered(_portable).Export(user);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The inner recommender does not take in users.</exception>
    public virtual void Import(int user, PersonalRatings personal) => Offered(_portable).Import(user, personal);

    /// <summary>
    /// Whether this decorator offers a capability whose interface it implements. By default it offers the interfaces of this class that the
    /// inner recommender offers, and every interface that a derived class adds.
    /// </summary>
    /// <param name="capability">The interface, or another type of this object.</param>
    /// <returns>Whether it is offered. The answer for a capability must never change.</returns>
    /// <remarks>
    /// Override it to withhold a capability, or to offer one that the inner recommender lacks; in that case override all members of that
    /// capability too.
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
