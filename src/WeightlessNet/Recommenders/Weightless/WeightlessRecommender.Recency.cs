using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Weightless;

/// <content>Individual users whose recent ratings have more weight.</content>
public sealed partial class WeightlessRecommender : IRecencyRecommender
{
    private readonly SortedSet<int> _drifting = [];

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
        RecommenderArguments.CheckUserIsHeld(user);
        CheckRecency(recency);
        PutRecency(user, recency);
    }

    private void PutRecency(int user, UserRecency recency)
    {
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
            PutRecency(user, recency);
            try
            {
                return StandingNow(user, item, filter);
            }
            finally
            {
                PutRecency(user, before);
            }
        }
    }

    /// <summary>The users whose recent ratings have more weight, in the order of ids.</summary>
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
            throw new ArgumentOutOfRangeException(nameof(recency), recency, "The recency must be AsConfigured or FollowDrift.");
        }
    }

    private RecencyNetworks NetworksOf(int user) => _drifting.Contains(user) ? _shared.Drifting : _shared.Usual;
}
