using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Weightless;

/// <content>Individual users whose recent ratings have more weight.</content>
public sealed partial class WeightlessRecommender : IRecencyRecommender
{
    /// <inheritdoc/>
    public UserRecency RecencyOf(int user)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        RatingStripe stripe = _ratings.Of(user);
        lock (stripe.Lock)
        {
            return stripe.RecencyOf(user);
        }
    }

    /// <inheritdoc/>
    public void SetRecency(int user, UserRecency recency)
    {
        RecommenderArguments.CheckUserIsHeld(user);
        CheckRecency(recency);
        RatingStripe stripe = _ratings.Of(user);
        lock (stripe.Lock)
        {
            bool changes = recency == UserRecency.FollowDrift ? stripe.Drifting.Add(user) : stripe.Drifting.Remove(user);
            if (changes)
            {
                _hot.Drop(user);
            }
        }
    }

    /// <inheritdoc/>
    public Standing StandingWith(int user, UserRecency recency, int item, in RecommendationFilter filter = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        CheckRecency(recency);
        CheckItem(item);
        using UserReading now = Read(user);
        PersonalTables? tables = now.Tables is null || now.Tables.Recency == recency
            ? now.Tables
            : _tables.Make(now.Shared, user, now.Tables.RatingsCopy, recency, now.Tables);
        using UserReading reading = new(now.Shared, tables, user, Scale, _options.Reading);
        return reading.StandingOf(item, filter);
    }

    /// <summary>The users whose recent ratings have more weight, in no stated order.</summary>
    internal int[] DriftingUsers() => _ratings.DriftingUsers();

    private static void CheckRecency(UserRecency recency)
    {
        if (!Enum.IsDefined(recency))
        {
            throw new ArgumentOutOfRangeException(nameof(recency), recency, "The recency must be AsConfigured or FollowDrift.");
        }
    }
}
