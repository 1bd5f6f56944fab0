using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Weightless;

/// <content>Forgetting, including every trace of a forgotten user in memory.</content>
public sealed partial class WeightlessRecommender
{
    /// <inheritdoc/>
    public bool Forget(int user, int item)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        ArgumentOutOfRangeException.ThrowIfNegative(item);
        int id = StripedRatings.IdOf(user);
        RatingStripe stripe = _ratings.Of(user);
        bool isLast;
        lock (stripe.Lock)
        {
            if (stripe.Log.IndexOf(id, item) < 0)
            {
                return false;
            }

            _ratings.BeforeChange(stripe, user);
            stripe.Log.Remove(id, item, out RatedItem removed);
            isLast = stripe.Log.OfUser(id).IsEmpty;
            Changed(stripe, user, -1, stripe.Note(user, removed, -1));
            _versions.NeedForAll();
        }

        if (isLast)
        {
            ClearUnknown(user);
        }

        return true;
    }

    /// <inheritdoc/>
    public int ForgetUser(int user)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        int id = StripedRatings.IdOf(user);
        RatingStripe stripe = _ratings.Of(user);
        int count;
        lock (stripe.Lock)
        {
            _ratings.BeforeChange(stripe, user);
            count = stripe.Log.OfUser(id).Length;
            Changed(stripe, user, -count, Drop(stripe, user, id));
            stripe.Drifting.Remove(user);
            _versions.NeedForAll();
        }

        ClearUnknown(user);
        return count;
    }

    // No data of a forgotten user stays in memory, not even in scratch memory that is never read. A version without the user's ratings is
    // published, so that no list of changes names the user either.
    private void ClearUnknown(int user)
    {
        RatingStripe stripe = _ratings.Of(user);
        lock (stripe.Lock)
        {
            if (stripe.Log.OfUser(StripedRatings.IdOf(user)).IsEmpty)
            {
                _hot.Remove(user);
            }
        }

        _versions.Publish();
        _versions.Current.Networks.Clear();
    }
}
