using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>
/// Changes users' ratings: the log, what the next version is told, and the tables that are no longer right. Users of different stripes do
/// not wait for each other.
/// </summary>
/// <remarks>Thread-safe.</remarks>
/// <typeparam name="TVersion">The versions of what all users share.</typeparam>
/// <typeparam name="TTables">What is kept of users who were asked about lately.</typeparam>
/// <param name="ratings">The ratings.</param>
/// <param name="versions">The versions.</param>
/// <param name="hot">What is kept of users.</param>
/// <param name="maximum">How many ratings a user may have; of more, the oldest is dropped.</param>
internal sealed class RatingChanges<TVersion, TTables>(
    StripedRatings ratings, VersionWriter<TVersion> versions, HotTables<TTables> hot, int maximum = int.MaxValue)
    where TVersion : class, IVersion
    where TTables : class
{
    /// <summary>Learns a valid rating.</summary>
    public void Learn(in Rating rating)
    {
        RatedItem rated = new(rating.Item, rating.Value, rating.Timestamp);
        RatingStripe stripe = ratings.Of(rating.User);
        lock (stripe.Lock)
        {
            Stage before = Begin(stripe, rating.User);
            stripe.Set(rating.User, rated, maximum);
            stripe.Later?.Add(new LaterChange(LaterChangeKind.Learned, rating.User, rated));
            End(stripe, rating.User, before);
        }

        versions.AbsorbMany(stripe);
    }

    /// <summary>See <see cref="IForgettingRecommender.Forget"/>.</summary>
    public bool Forget(int user, int item)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        ArgumentOutOfRangeException.ThrowIfNegative(item);
        RatingStripe stripe = ratings.Of(user);
        bool isLast;
        lock (stripe.Lock)
        {
            // A training may know a rating that is not known here.
            stripe.Later?.Add(new LaterChange(LaterChangeKind.Forgotten, user, new RatedItem(item, 0, 0)));
            if (stripe.Log.IndexOf(StripedRatings.IdOf(user), item) < 0)
            {
                return false;
            }

            Stage before = Begin(stripe, user);
            stripe.Remove(user, item);
            isLast = stripe.Log.OfUser(StripedRatings.IdOf(user)).IsEmpty;
            End(stripe, user, before);
            versions.NeedForAll();
        }

        if (isLast)
        {
            ClearUnknown(user);
        }

        return true;
    }

    /// <summary>See <see cref="IForgettingRecommender.ForgetUser"/>. Forgets the user's recency too.</summary>
    public int ForgetUser(int user)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        return Replace(user, [], UserRecency.AsConfigured);
    }

    /// <summary>Replaces all that is held of a user. Returns how many ratings there were.</summary>
    /// <param name="user">The user, 0 or more.</param>
    /// <param name="oldestFirst">The valid ratings, in the order in which they are learned.</param>
    /// <param name="recency">How recent ratings are weighted.</param>
    public int Replace(int user, ReadOnlySpan<RatedItem> oldestFirst, UserRecency recency)
    {
        RatingStripe stripe = ratings.Of(user);
        int count;
        lock (stripe.Lock)
        {
            Stage before = Begin(stripe, user);
            count = stripe.RemoveAll(user);
            stripe.Later?.Add(new LaterChange(LaterChangeKind.UserForgotten, user));
            foreach (RatedItem rated in oldestFirst)
            {
                stripe.Set(user, rated, maximum);
                stripe.Later?.Add(new LaterChange(LaterChangeKind.Learned, user, rated));
            }

            _ = recency == UserRecency.FollowDrift ? stripe.Drifting.Add(user) : stripe.Drifting.Remove(user);
            End(stripe, user, before);
            versions.NeedForAll();
        }

        if (oldestFirst.IsEmpty && recency == UserRecency.AsConfigured)
        {
            ClearUnknown(user);
        }

        versions.AbsorbMany(stripe);
        return count;
    }

    private Stage Begin(RatingStripe stripe, int user)
    {
        ratings.BeforeChange(stripe, user);
        return new Stage(stripe.Log.RatingCount, stripe.PendingCount == 0);
    }

    private void End(RatingStripe stripe, int user, Stage before)
    {
        ratings.AddToCount(stripe.Log.RatingCount - before.RatingCount);
        hot.Drop(user);
        versions.Note(StripedRatings.NumberOf(user), before.HadNothingPending);
    }

    // No data of a forgotten user stays in memory, not even in scratch memory that is never read. A version without the user's ratings is
    // published, so that no list of changes names the user either.
    private void ClearUnknown(int user)
    {
        RatingStripe stripe = ratings.Of(user);
        lock (stripe.Lock)
        {
            if (stripe.Log.OfUser(StripedRatings.IdOf(user)).IsEmpty)
            {
                hot.Remove(user);
            }
        }

        versions.Publish();
        versions.Current.Clear();
    }

    /// <summary>A stripe before a change.</summary>
    private readonly record struct Stage(int RatingCount, bool HadNothingPending);
}
