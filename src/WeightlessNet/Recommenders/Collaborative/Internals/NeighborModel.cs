using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>
/// The state of the neighbor recommenders: the ratings, and what follows from them, which is worked out anew when it is next read after a
/// change.
/// </summary>
/// <remarks>Safe for use from many threads: one lock guards all state. Checks its arguments.</remarks>
internal sealed class NeighborModel(int itemCount, RatingScale scale, NeighborSide side, NeighborOptions options)
{
    private readonly Lock _access = new();
    private readonly RatingLog _log = new(scale);
    private readonly RatingUnits _units = new(scale);
    private NeighborRatings? _ratings;
    private NeighborReader? _reader;

    /// <summary>See <see cref="IKnownUsersRecommender.UserIdBound"/>.</summary>
    public int UserIdBound
    {
        get
        {
            lock (_access)
            {
                return _log.UserCount;
            }
        }
    }

    /// <summary>See <see cref="IRecommender.Learn"/>.</summary>
    public void Learn(in Rating rating)
    {
        scale.Validate(rating, itemCount);
        RecommenderArguments.CheckUserBelow(RecommenderArguments.UserBound, rating);
        lock (_access)
        {
            _log.Set(rating, out _);
            (_ratings, _reader) = (null, null);
        }
    }

    /// <summary>See <see cref="IForgettingRecommender.Forget"/>.</summary>
    public bool Forget(int user, int item)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        ArgumentOutOfRangeException.ThrowIfNegative(item);
        lock (_access)
        {
            return Remove(user, item);
        }
    }

    /// <summary>See <see cref="IForgettingRecommender.ForgetUser"/>.</summary>
    public int ForgetUser(int user)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        lock (_access)
        {
            int count = _log.OfUser(user).Length;
            for (int left = count; left > 0; left--)
            {
                Remove(user, _log.OfUser(user)[left - 1].Item);
            }

            return count;
        }
    }

    /// <summary>See <see cref="IRecommender.Predict"/>.</summary>
    public double Predict(int user, int item)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        ArgumentOutOfRangeException.ThrowIfNegative(item);
        lock (_access)
        {
            return scale.Clamp(Score(user, item));
        }
    }

    /// <summary>See <see cref="IRecommender.Recommend"/>: the score is the predicted rating, not moved into the scale.</summary>
    public int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        TopItems best = new(destination);
        lock (_access)
        {
            using UnavailableItems unavailable = new(itemCount, _log.OfUser(user), excluded);
            for (int item = 0; item < itemCount; item++)
            {
                if (!unavailable.Contains(item))
                {
                    best.Offer(item, Score(user, item));
                }
            }
        }

        return best.Complete();
    }

    // Shape: items, users, ratings. Content: the scale; the options; the ratings.
    public void WriteTo(SnapshotWriter writer, SnapshotKind kind)
    {
        lock (_access)
        {
            writer.BeginObject(kind, itemCount, StoredRatings.UserCount(_log), _log.RatingCount);
            scale.WriteTo(writer);
            options.WriteTo(writer);
            StoredRatings.Write(writer, _log, itemCount);
        }
    }

    private bool Remove(int user, int item)
    {
        bool removes = _log.Remove(user, item, out _);
        if (removes)
        {
            // What is forgotten is not held on to until the next answer either.
            (_ratings, _reader) = (null, null);
        }

        return removes;
    }

    private double Score(int user, int item)
    {
        if (_ratings is null || _reader is null)
        {
            _ratings = new NeighborRatings(_log, itemCount, _units);
            _reader = side == NeighborSide.Items
                ? new NeighborReader(_ratings.ByItem, _ratings.ByUser, options)
                : new NeighborReader(_ratings.ByUser, _ratings.ByItem, options);
        }

        double units = _ratings.BaseOf(user, item);
        (int member, int other, int known) =
            side == NeighborSide.Items ? (item, user, itemCount) : (user, item, _log.UserCount);
        if (member < known)
        {
            _reader.Choose(member);
            units += _reader.DeviationWith(other);
        }

        return RatingMeans.ToUnclampedRating(units, scale);
    }
}
