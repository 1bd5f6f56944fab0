using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Weightless;

/// <content>Single users whose recent ratings count for more.</content>
public sealed partial class WeightlessRecommender : IRecencyRecommender
{
    private readonly SortedSet<int> _drifting = [];
    private PersonalPace? _driftPace;

    /// <inheritdoc/>
    public UserRecency RecencyOf(int user)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        lock (_lock)
        {
            return _drifting.Contains(user) ? UserRecency.FollowDrift : UserRecency.AsConfigured;
        }
    }

    /// <inheritdoc/>
    public void SetRecency(int user, UserRecency recency)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        CheckRecency(recency);
        lock (_lock)
        {
            bool changes = recency == UserRecency.FollowDrift ? _drifting.Add(user) : _drifting.Remove(user);
            if (changes)
            {
                _hot.Remove(user, static tables => tables.Clear());
                _levelsOf = null;
            }
        }
    }

    /// <inheritdoc/>
    public Standing StandingWith(int user, UserRecency recency, int item, in RecommendationFilter filter = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        CheckRecency(recency);
        lock (_lock)
        {
            CheckItem(item);
            UserRecency before = RecencyOf(user);
            SetRecency(user, recency);
            try
            {
                return StandingNow(user, item, filter);
            }
            finally
            {
                SetRecency(user, before);
            }
        }
    }

    /// <summary>The users whose recent ratings count for more, in the order of their ids.</summary>
    internal int[] DriftingUsers()
    {
        lock (_lock)
        {
            return [.. _drifting];
        }
    }

    private static void CheckRecency(UserRecency recency)
    {
        if (!Enum.IsDefined(recency))
        {
            throw new ArgumentOutOfRangeException(nameof(recency), recency, "A user's recency is AsConfigured or FollowDrift.");
        }
    }

    private PersonalPace PaceOf(int user) => _drifting.Contains(user) ? _driftPace ??= CreatePace(DriftOptions()) : _pace;

    // Twicing that is good where all ratings count alike is too much for few heavy ones.
    private WeightlessOptions DriftOptions() => new(_options)
    {
        Recency = WeightlessOptions.FollowDrift,
        Twicing = Math.Min(_options.Twicing, WeightlessOptions.TwicingWithRecency),
    };

    private PersonalPace CreatePace(WeightlessOptions options) => new(options, Scale, _crowd, _blend, _addresses);
}
