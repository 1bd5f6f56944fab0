using WeightlessNet.Recommenders.Tuning.Internals;

namespace WeightlessNet.Recommenders.Tuning;

/// <content>Controls that weigh recent ratings, and the recency that the application has set itself.</content>
public sealed partial class TunableRecommender
{
    private readonly IRecencyRecommender? _recency;

    // What the application has set for the users with a recency control; it returns when the control is removed.
    private readonly Dictionary<int, UserRecency> _configured = [];

    /// <summary>
    /// Sets the recency of a user. While a control of the user weighs recent ratings, it takes effect only when that control is removed;
    /// until then <see cref="DelegatingRecommender.RecencyOf"/> returns <see cref="UserRecency.FollowDrift"/>.
    /// </summary>
    /// <remarks>
    /// A snapshot of the inner recommender contains the recency in effect. An application that loads one and applies stored controls sets
    /// the recency of these users as well. A snapshot of this recommender contains all of it.
    /// </remarks>
    /// <inheritdoc/>
    public override void SetRecency(int user, UserRecency recency)
    {
        using Lock.Scope change = _changing.EnterScope();
        lock (_lock)
        {
            if (_configured.ContainsKey(user) && Enum.IsDefined(recency))
            {
                _configured[user] = recency;
            }
            else
            {
                base.SetRecency(user, recency);
            }
        }
    }

    /// <inheritdoc/>
    public override Standing StandingWith(int user, UserRecency recency, int item, in RecommendationFilter filter = default)
    {
        using TunedFilter tuned = new(Of(user), ItemCount, filter);
        return base.StandingWith(user, recency, item, tuned.Filter);
    }

    // Hypothetical controls may imply another recency than the user's present one.
    private Standing StandingWith(UserControls controls, int user, int item, in RecommendationFilter filter)
    {
        using TunedFilter tuned = new(controls, ItemCount, filter);
        return _recency is null
            ? _inner.StandingOf(user, item, tuned.Filter)
            : _recency.StandingWith(user, RecencyOf(_recency, user, controls), item, tuned.Filter);
    }

    // Without a recency control, a recency that the application has set stays.
    private UserRecency RecencyOf(IRecencyRecommender recency, int user, UserControls controls) =>
        controls.WeighRecent ? UserRecency.FollowDrift
        : ConfiguredOf(user) ?? recency.RecencyOf(user);

    private UserRecency? ConfiguredOf(int user)
    {
        lock (_lock)
        {
            return _configured.TryGetValue(user, out UserRecency configured) ? configured : null;
        }
    }

    private void Set(int user, UserControls controls)
    {
        UserControls before = _users.GetValueOrDefault(user, UserControls.None);
        if (controls.WeighRecent && !before.WeighRecent)
        {
            _configured[user] = _recency!.RecencyOf(user);
            _recency.SetRecency(user, UserRecency.FollowDrift);
        }
        else if (before.WeighRecent && !controls.WeighRecent)
        {
            _configured.Remove(user, out UserRecency configured);
            _recency!.SetRecency(user, configured);
        }

        _users[user] = controls;
    }
}
