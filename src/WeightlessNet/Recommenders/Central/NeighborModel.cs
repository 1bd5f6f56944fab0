using WeightlessNet.Recommenders.Internals;

namespace WeightlessNet.Recommenders.Central;

/// <summary>
/// The state of the neighbour recommenders: the ratings, and what follows from them, which is worked out anew when it is next read after a
/// change.
/// </summary>
/// <remarks>Not safe for concurrent use; its owner locks, for reading too.</remarks>
internal sealed class NeighborModel(int itemCount, RatingScale scale, NeighborSide side, NeighborOptions options)
{
    private readonly RatingUnits _units = new(scale);
    private NeighborRatings? _ratings;
    private NeighborReader? _reader;

    public NeighborOptions Options => options;

    public RatingLog Log { get; } = new(scale);

    public void Set(in Rating rating)
    {
        Log.Set(rating, out _);
        (_ratings, _reader) = (null, null);
    }

    public bool Remove(int user, int item)
    {
        bool removes = Log.Remove(user, item, out _);
        if (removes)
        {
            // What is forgotten is not held on to until the next answer either.
            (_ratings, _reader) = (null, null);
        }

        return removes;
    }

    public int RemoveUser(int user)
    {
        int count = Log.OfUser(user).Length;
        for (int left = count; left > 0; left--)
        {
            Remove(user, Log.OfUser(user)[left - 1].Item);
        }

        return count;
    }

    /// <summary>Predicts a rating, not moved into the scale.</summary>
    public double Predict(int user, int item)
    {
        if (_ratings is null || _reader is null)
        {
            _ratings = new NeighborRatings(Log, itemCount, _units);
            _reader = side == NeighborSide.Items
                ? new NeighborReader(_ratings.ByItem, _ratings.ByUser, options)
                : new NeighborReader(_ratings.ByUser, _ratings.ByItem, options);
        }

        double units = _ratings.BaseOf(user, item);
        (int member, int other, int known) =
            side == NeighborSide.Items ? (item, user, itemCount) : (user, item, Log.UserCount);
        if (member < known)
        {
            _reader.Choose(member);
            units += _reader.DeviationWith(other);
        }

        return RatingMeans.ToUnclampedRating(units, scale);
    }

    /// <summary>Offers the available items by the ratings that are predicted.</summary>
    public void Rank(int user, in UnavailableItems unavailable, ref TopItems best)
    {
        for (int item = 0; item < itemCount; item++)
        {
            if (!unavailable.Contains(item))
            {
                best.Offer(item, Predict(user, item));
            }
        }
    }
}
