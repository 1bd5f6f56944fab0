using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Tuning.Internals;

namespace WeightlessNet.Recommenders.Tuning;

/// <summary>
/// Lets each user control recommendations: mute or boost items by field values, pin and ban items. Ratings go to the inner recommender;
/// controls change what is recommended, not what has been learned.
/// </summary>
/// <remarks>
/// <para>
/// The effects of controls are exact. A boost adds its amount to the score of the items that meet its conditions; several boosts add up. A
/// mute or ban hides items and overrides all other controls. Pinned items come first, in the order in which they were pinned, unless they
/// are hidden or rated. The order of controls matters only for pins. After a control is removed, every answer is as if it had never been
/// applied.
/// </para>
/// <para>
/// Thread-safe if the inner recommender is: a call uses the user's controls at its start. Only the list of controls is kept for each user.
/// If items of the inner recommender change, controls use their old values until <see cref="UpdateCatalog"/> is called; new items have no
/// values until then.
/// </para>
/// <para>
/// A snapshot holds the inner recommender, as its own snapshot does, the catalog, all controls with their ids, and the recency that the
/// application has set. The inner recommender must be a <see cref="Weightless.WeightlessRecommender"/>,
/// <see cref="Hybrid.HybridRecommender"/> or <see cref="Hybrid.WeightlessRankingRecommender"/>; saving any other, such as a decorator,
/// throws a <see cref="NotSupportedException"/>. Changes of controls wait while a snapshot is written; questions do not.
/// </para>
/// </remarks>
public sealed partial class TunableRecommender : DelegatingRecommender
{
    /// <summary>The maximum number of boosts of a user.</summary>
    internal const int MaximumBoosts = 200;

    /// <summary>The maximum number of controls of a user.</summary>
    internal const int MaximumControls = 10_000;

    // Held, before `_lock`, by everything that changes controls, and while a snapshot is written.
    private readonly Lock _changing = new();
    private readonly Lock _lock = new();
    private readonly ICounterfactualRecommender _inner;
    private volatile ItemFieldValues _values;
    private readonly Dictionary<int, UserControls> _users = [];

    /// <summary>Creates a tunable recommender around another one.</summary>
    /// <param name="inner">The inner recommender.</param>
    /// <param name="catalog">The catalog of the inner recommender, with the fields and values that controls use.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The catalog does not have as many items as the recommender.</exception>
    /// <exception cref="NotSupportedException">
    /// <paramref name="inner"/> is a decorator around a recommender that does not offer <see cref="ICounterfactualRecommender"/>.
    /// </exception>
    public TunableRecommender(ICounterfactualRecommender inner, ItemCatalog catalog)
        : base(inner)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        CheckCount(catalog, inner.ItemCount);
        _inner = inner.GetRequired<ICounterfactualRecommender>();
        _recency = inner.Get<IRecencyRecommender>();
        _values = new ItemFieldValues(catalog);
    }

    // The same without users.
    private TunableRecommender(ICounterfactualRecommender inner, ItemFieldValues values, IRecencyRecommender? recency)
        : base(inner)
    {
        _inner = inner.GetRequired<ICounterfactualRecommender>();
        _recency = recency;
        _values = values;
    }

    /// <summary>
    /// Lets the users of another recommender of the same items have controls, without reading the catalog again. Nobody has controls there
    /// yet. For many small recommenders of one user each, such as <see cref="Hybrid.PersonalModel"/>s.
    /// </summary>
    /// <param name="inner">The other recommender.</param>
    /// <returns>The tunable recommender around it. Its controls use the present catalog until it gets one of its own.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="inner"/> is null.</exception>
    /// <exception cref="ArgumentException">The present catalog does not have as many items as the recommender.</exception>
    /// <exception cref="NotSupportedException">As the constructor.</exception>
    public TunableRecommender Around(ICounterfactualRecommender inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ItemFieldValues values = _values;
        CheckCount(values.Catalog, inner.ItemCount);
        return new TunableRecommender(inner, values, inner.Get<IRecencyRecommender>());
    }

    /// <inheritdoc/>
    public override int UserIdBound
    {
        get
        {
            lock (_lock)
            {
                int highest = _users.Keys.DefaultIfEmpty(-1).Max();
                return Math.Max(Inner.Get<IKnownUsersRecommender>()?.UserIdBound ?? 0, highest + 1);
            }
        }
    }

    /// <inheritdoc/>
    protected internal override bool Offers(Type capability) =>
        capability == typeof(IKnownUsersRecommender) || base.Offers(capability);

    /// <summary>The fields and values that controls can use.</summary>
    public IReadOnlyList<TunableField> Fields => _values.Fields;

    /// <summary>The users with active controls, in the order of ids. Without snapshots, an application stores their controls.</summary>
    public IReadOnlyList<int> TunedUsers
    {
        get
        {
            lock (_lock)
            {
                return [.. _users.Where(entry => !entry.Value.All.IsEmpty).Select(entry => entry.Key).Order()];
            }
        }
    }

    /// <summary>
    /// Replaces the catalog after items of the inner recommender were added or changed. All controls stay active and apply to the new
    /// values.
    /// </summary>
    /// <param name="catalog">All present items of the inner recommender, with every field and value that active controls use.</param>
    /// <exception cref="ArgumentNullException"><paramref name="catalog"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// The catalog does not have as many items as the recommender, or an active control uses a field or value that it lacks or an amount
    /// too large for its number of levels; the message names the user. Nothing is changed.
    /// </exception>
    public void UpdateCatalog(ItemCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        CheckCount(catalog, ItemCount);
        ItemFieldValues values = new(catalog);
        using Lock.Scope change = _changing.EnterScope();
        lock (_lock)
        {
            Dictionary<int, UserControls> users = [];
            foreach ((int user, UserControls controls) in _users)
            {
                try
                {
                    users.Add(user, controls.Over(values, catalog.Count, Scale));
                }
                catch (ArgumentException lacks)
                {
                    throw new ArgumentException(
                        $"A control of user {user} does not fit the catalog: {lacks.Message}", nameof(catalog), lacks);
                }
            }

            foreach ((int user, UserControls controls) in users)
            {
                _users[user] = controls;
            }

            _values = values;
        }
    }

    /// <summary>Lets controls use the values of items that were added or changed; costs no more than these items.</summary>
    /// <param name="catalog">The items of the inner recommender, with the same fields and values as the present catalog.</param>
    /// <param name="changed">All items that differ from the present catalog; an item may occur more than once.</param>
    /// <param name="watched">
    /// The items with values that are found out otherwise than by bits, as bitsets that nobody changes. Controls that are applied must find
    /// their values here or among the bits.
    /// </param>
    internal void UpdateItems(
        ItemCatalog catalog, IEnumerable<int> changed, IReadOnlyDictionary<(string Field, string Value), ulong[]> watched)
    {
        using Lock.Scope change = _changing.EnterScope();
        _values = _values.With(catalog, changed, watched);
    }

    /// <summary>Whether a user's controls hide an item.</summary>
    internal bool Hides(int user, int item) => Of(user).Hides(item);

    /// <summary>Whether a bit of the catalog stands for a value.</summary>
    internal bool HasBit(in TuningCondition condition) => _values.HasBit(condition.Field, condition.Value);

    /// <summary>Forgets a user's rating of an item; the user's controls stay.</summary>
    /// <inheritdoc/>
    public override bool Forget(int user, int item) => _inner.Forget(user, item);

    /// <summary>Forgets all ratings and all controls of a user.</summary>
    /// <inheritdoc/>
    public override int ForgetUser(int user)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        using Lock.Scope change = _changing.EnterScope();
        lock (_lock)
        {
            Set(user, UserControls.None);
            _users.Remove(user);

            // Forget under the lock, so that a control that another thread applies meanwhile keeps its full effect.
            return _inner.ForgetUser(user);
        }
    }

    /// <summary>
    /// Predicts a user's rating of an item. Controls do not affect predictions: they express what the user wants to see, not how it will be
    /// rated.
    /// </summary>
    /// <inheritdoc/>
    public override double Predict(int user, int item) => _inner.Predict(user, item);

    /// <inheritdoc/>
    public override int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded = default) =>
        Recommend(user, destination, new RecommendationFilter { Excluded = excluded });

    /// <summary>
    /// Writes the best items for a user that pass the user's controls and a filter, best first. Items that the user has rated are left out.
    /// Pinned items come before the filter's first items and, like these, are left out below the filter's minimum score.
    /// </summary>
    /// <inheritdoc/>
    public override int Recommend(int user, Span<ScoredItem> destination, in RecommendationFilter filter)
    {
        using TunedFilter tuned = new(Of(user), ItemCount, filter);
        return _inner.Recommend(user, destination, tuned.Filter);
    }

    /// <summary>Explains the score by which an item is ranked, including the user's controls.</summary>
    /// <inheritdoc/>
    public override Explanation Explain(int user, int item)
    {
        UserControls controls = Of(user);
        Explanation inner = _inner.Explain(user, item);
        RatingUnits units = new(Scale);
        List<ControlContribution> acting = [];
        double score = inner.Score;
        foreach ((AppliedControl applied, int added) in controls.ActingOn(item))
        {
            double amount = units.ToDifference(added, RatingUnits.AnswerBits);
            score += amount;
            acting.Add(new ControlContribution(applied.Id, applied.Control, amount));
        }

        return new Explanation(user, item, score, inner.Base, inner.ByField, inner.ByRating, [.. inner.ByControl, .. acting]);
    }

    /// <inheritdoc/>
    public override Standing StandingOf(int user, int item, in RecommendationFilter filter = default)
    {
        using TunedFilter tuned = new(Of(user), ItemCount, filter);
        return _inner.StandingOf(user, item, tuned.Filter);
    }

    /// <inheritdoc/>
    public override Standing WithoutRating(int user, int ratedItem, int item, in RecommendationFilter filter = default)
    {
        using TunedFilter tuned = new(Of(user), ItemCount, filter);
        return _inner.WithoutRating(user, ratedItem, item, tuned.Filter);
    }

    /// <summary>Where an item would stand without one of the user's controls.</summary>
    /// <param name="user">The user's id, 0 or more.</param>
    /// <param name="id">The id of an active control.</param>
    /// <param name="item">The item in question, in the catalog.</param>
    /// <param name="filter">The filter under which items are ranked.</param>
    /// <exception cref="ArgumentException">The user has no such control.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="user"/> is negative, or <paramref name="item"/> is not in the catalog.
    /// </exception>
    public Standing WithoutControl(int user, int id, int item, in RecommendationFilter filter = default)
    {
        UserControls left = Of(user).Without(id) ?? throw new ArgumentException(
            $"User {user} has no active control with the id {id}.", nameof(id));
        return StandingWith(left, user, item, filter);
    }

    /// <inheritdoc/>
    public override Standing IfRated(in Rating rating, int item, in RecommendationFilter filter = default)
    {
        using TunedFilter tuned = new(rating.User < 0 ? UserControls.None : Of(rating.User), ItemCount, filter);
        return _inner.IfRated(rating, item, tuned.Filter);
    }

    /// <summary>The past ratings and the controls whose removal would change the standing of an item most.</summary>
    /// <inheritdoc/>
    public override IReadOnlyList<Counterfactual> WhatWouldChange(
        int user, int item, int count, in RecommendationFilter filter = default)
    {
        UserControls controls = Of(user);
        using TunedFilter tuned = new(controls, ItemCount, filter);
        CounterfactualList found = new();
        foreach (Counterfactual rating in _inner.WhatWouldChange(user, item, count, tuned.Filter))
        {
            found.Add(rating);
        }

        foreach (ActiveControl control in controls.All)
        {
            Standing now = _inner.StandingOf(user, item, tuned.Filter);
            Standing then = StandingWith(controls.Without(control.Applied.Id)!, user, item, filter);
            found.Add(new Counterfactual(item, now, then) { Control = control.Applied });
        }

        return found.Best(count);
    }

    private UserControls Of(int user)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        lock (_lock)
        {
            return Present(user);
        }
    }

    // A user's controls over the present values. The caller holds the lock.
    private UserControls Present(int user)
    {
        UserControls controls = _users.GetValueOrDefault(user, UserControls.None);
        ItemFieldValues values = _values;
        if (!controls.Use(values))
        {
            controls = controls.Over(values, ItemCount, Scale);
            _users[user] = controls;
        }

        return controls;
    }
}
