using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Tuning.Internals;

namespace WeightlessNet.Recommenders.Tuning;

/// <summary>
/// Lets each user tune a recommender: mute or boost values of fields, teach rules, pin and ban items. Ratings go to the recommender
/// underneath; the controls change what it recommends, and nothing of what it has learned.
/// </summary>
/// <remarks>
/// <para>
/// What a control does is exact and visible. A boost adds its amount to the score of the items that it speaks of; several add up. A mute or
/// a ban hides items, and wins over all else. Pinned items come first, in the order in which they were pinned, unless they are hidden or
/// rated. Apart from the order of pins the order of controls does not matter. When a control is taken back, every answer is
/// what it would be had the control never been applied.
/// </para>
/// <para>
/// Safe for concurrent use by many threads where the recommender underneath is: a call acts under the user's controls as they stand when it
/// begins. Nothing is kept for a user but the list of controls. Items that the recommender underneath has since changed count as they were,
/// and new ones as without any value, until <see cref="UpdateCatalog"/> tells of them.
/// </para>
/// </remarks>
public sealed class TunableRecommender : DelegatingRecommender
{
    /// <summary>How many controls that add to scores a user may have at once.</summary>
    public const int MaximumBoosts = 200;

    private readonly Lock _lock = new();
    private readonly ICounterfactualRecommender _inner;
    private readonly IRecencyRecommender? _recency;
    private volatile ItemFieldValues _values;
    private readonly Dictionary<int, UserControls> _users = [];

    /// <summary>Makes a recommender tunable.</summary>
    /// <param name="inner">The recommender underneath.</param>
    /// <param name="catalog">The items that it recommends, whose fields and values controls speak of.</param>
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

    /// <inheritdoc/>
    public override int UserIdBound
    {
        get
        {
            lock (_lock)
            {
                int highest = _users.Keys.DefaultIfEmpty(-1).Max();
                return Math.Max(base.UserIdBound, RecommenderArguments.BoundOf(highest));
            }
        }
    }

    /// <summary>The fields and values that controls can speak of.</summary>
    public IReadOnlyList<TunableField> Fields => _values.Fields;

    /// <summary>The users who have controls in force, in the order of their ids: what is to be stored.</summary>
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
    /// Puts another catalog in the place of the present one, where the recommender underneath was given items or changed them. All
    /// controls stay in force, and act on the items as they now are.
    /// </summary>
    /// <param name="catalog">All items that the recommender has by now, with all that the controls in force name.</param>
    /// <exception cref="ArgumentNullException"><paramref name="catalog"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// The catalog does not have as many items as the recommender, or a control in force names a field or value that it lacks, or moves a
    /// score by too much for the levels that it has; the message names the user. Nothing is changed.
    /// </exception>
    public void UpdateCatalog(ItemCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        CheckCount(catalog, ItemCount);
        ItemFieldValues values = new(catalog);
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

    /// <summary>Puts a control in force for a user. To restore stored controls, apply them in their order.</summary>
    /// <param name="user">The user's id, 0 or more.</param>
    /// <param name="control">What the user wants.</param>
    /// <returns>The id to remove it by.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="control"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// The control names a field, a value or an item that is not known, moves a score by more than the range of the scale, says something
    /// that its kind does not use, or weighs recent ratings where the recommender underneath does not offer
    /// <see cref="IRecencyRecommender"/>.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="user"/> is negative.</exception>
    /// <exception cref="InvalidOperationException">The user has <see cref="MaximumBoosts"/> controls that add to scores.</exception>
    public int Apply(int user, TuningControl control)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        ArgumentNullException.ThrowIfNull(control);
        lock (_lock)
        {
            UserControls controls = _users.GetValueOrDefault(user, UserControls.None);
            ActiveControl added = new(controls.LastId + 1, control, _values, ItemCount, Scale);
            if (added.Adjusts && controls.AdjustingCount == MaximumBoosts)
            {
                throw new InvalidOperationException($"User {user} has {MaximumBoosts} controls that add to scores already.");
            }

            if (added.WeighsRecent && _recency is null)
            {
                throw new ArgumentException(
                    $"{_inner.GetType().Name} does not offer {nameof(IRecencyRecommender)}: it cannot weigh recent ratings.",
                    nameof(control));
            }

            Set(user, controls.With(added));
            return added.Applied.Id;
        }
    }

    /// <summary>Takes back one of a user's controls.</summary>
    /// <param name="user">The user's id, 0 or more.</param>
    /// <param name="id">The id that <see cref="Apply"/> gave.</param>
    /// <returns>Whether it was in force; otherwise nothing has changed.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="user"/> is negative.</exception>
    public bool Remove(int user, int id)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        lock (_lock)
        {
            UserControls? left = _users.GetValueOrDefault(user, UserControls.None).Without(id);
            if (left is not null)
            {
                Set(user, left);
            }

            return left is not null;
        }
    }

    /// <summary>Takes back the last applied of a user's controls that are in force.</summary>
    /// <param name="user">The user's id, 0 or more.</param>
    /// <returns>The control that was taken back, or null where none was in force.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="user"/> is negative.</exception>
    public TuningControl? Undo(int user)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        lock (_lock)
        {
            UserControls controls = _users.GetValueOrDefault(user, UserControls.None);
            if (controls.All.IsEmpty)
            {
                return null;
            }

            AppliedControl last = controls.All[^1].Applied;
            Set(user, controls.Without(last.Id)!);
            return last.Control;
        }
    }

    /// <summary>The controls in force for a user, in the order of their being applied.</summary>
    /// <param name="user">The user's id, 0 or more; it may be unknown.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="user"/> is negative.</exception>
    public IReadOnlyList<AppliedControl> ControlsOf(int user) => Of(user).Applied;

    /// <summary>Forgets a user's rating of an item; the user's controls stay.</summary>
    /// <inheritdoc/>
    public override bool Forget(int user, int item) => _inner.Forget(user, item);

    /// <summary>Forgets everything a user has rated, and all of the user's controls.</summary>
    /// <inheritdoc/>
    public override int ForgetUser(int user)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        lock (_lock)
        {
            Set(user, UserControls.None);
            _users.Remove(user);

            // Under the lock, so that a control that another thread applies stays in force with all that it does.
            return _inner.ForgetUser(user);
        }
    }

    /// <summary>
    /// Predicts a user's rating of an item. Controls do not matter to it: they say what the user wants to see, not how it will be liked.
    /// </summary>
    /// <inheritdoc/>
    public override double Predict(int user, int item) => _inner.Predict(user, item);

    /// <inheritdoc/>
    public override int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded = default) =>
        Recommend(user, destination, new RecommendationFilter { Excluded = excluded });

    /// <summary>
    /// Writes the best items for a user, under the user's controls, that pass a filter, best first. Items that the user has rated are left
    /// out. Pinned items come before those that the filter puts first.
    /// </summary>
    /// <inheritdoc/>
    public override int Recommend(int user, Span<ScoredItem> destination, in RecommendationFilter filter)
    {
        using TunedFilter tuned = new(Of(user), ItemCount, filter);
        return _inner.Recommend(user, destination, tuned.Filter);
    }

    /// <summary>Explains the score with which an item is ranked, the user's controls and all.</summary>
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

    /// <summary>Where an item would stand if the user had not applied one of the controls.</summary>
    /// <param name="user">The user's id, 0 or more.</param>
    /// <param name="id">The id of a control in force.</param>
    /// <param name="item">The item in question, in the catalog.</param>
    /// <param name="filter">The filter under which items are ranked.</param>
    /// <exception cref="ArgumentException">The user has no such control.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="user"/> is negative, or <paramref name="item"/> is not in the catalog.
    /// </exception>
    public Standing WithoutControl(int user, int id, int item, in RecommendationFilter filter = default)
    {
        UserControls left = Of(user).Without(id) ?? throw new ArgumentException($"User {user} has no control {id}.", nameof(id));
        return StandingWith(left, user, item, filter);
    }

    /// <inheritdoc/>
    public override Standing IfRated(in Rating rating, int item, in RecommendationFilter filter = default)
    {
        using TunedFilter tuned = new(rating.User < 0 ? UserControls.None : Of(rating.User), ItemCount, filter);
        return _inner.IfRated(rating, item, tuned.Filter);
    }

    /// <inheritdoc/>
    public override Standing StandingWith(int user, UserRecency recency, int item, in RecommendationFilter filter = default)
    {
        using TunedFilter tuned = new(Of(user), ItemCount, filter);
        return base.StandingWith(user, recency, item, tuned.Filter);
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

    // Controls that are not, or no longer, in force may let recent ratings count otherwise than the user's do now.
    private Standing StandingWith(UserControls controls, int user, int item, in RecommendationFilter filter)
    {
        using TunedFilter tuned = new(controls, ItemCount, filter);
        return _recency is null
            ? _inner.StandingOf(user, item, tuned.Filter)
            : _recency.StandingWith(user, RecencyOf(_recency, user, controls), item, tuned.Filter);
    }

    // What the application has set itself stays where no control speaks of it.
    private UserRecency RecencyOf(IRecencyRecommender recency, int user, UserControls controls) =>
        controls.WeighRecent ? UserRecency.FollowDrift
        : Of(user).WeighRecent ? UserRecency.AsConfigured
        : recency.RecencyOf(user);

    private void Set(int user, UserControls controls)
    {
        UserControls before = _users.GetValueOrDefault(user, UserControls.None);
        if (before.WeighRecent != controls.WeighRecent)
        {
            _recency!.SetRecency(user, controls.WeighRecent ? UserRecency.FollowDrift : UserRecency.AsConfigured);
        }

        _users[user] = controls;
    }

    private static void CheckCount(ItemCatalog catalog, int itemCount)
    {
        if (catalog.Count != itemCount)
        {
            throw new ArgumentException($"The catalog has {catalog.Count} items, the recommender {itemCount}.", nameof(catalog));
        }
    }

    private UserControls Of(int user)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        lock (_lock)
        {
            return _users.GetValueOrDefault(user, UserControls.None);
        }
    }
}
