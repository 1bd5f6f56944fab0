using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Hybrid;

/// <summary>
/// The model of one user: a <see cref="CrowdModel"/> and the user's own ratings. It learns, forgets, answers and explains without the
/// recommender that the crowd was copied from.
/// </summary>
/// <remarks>
/// <para>
/// It answers to the byte as the recommender would if only this user had learned and forgotten anything since
/// <see cref="CrowdModel.From(WeightlessRecommender)"/>. The user's ratings count in the crowd as they do in the recommender: the crowd is
/// seen with the present ratings in place of those that it knows, and, as always, without the user's own rating in the mean of a rated
/// item. The crowd itself does not change.
/// </para>
/// <para>
/// <see cref="Export"/> gives what is to be stored: load it with the same crowd and go on, or hand it to
/// <see cref="IPortableRecommender.Import"/>, so that the recommender learns what the user did here.
/// </para>
/// <para>
/// Thread-safe. Answers between two changes take no lock. The first answer after a change makes the user's tables again, which takes
/// time in proportion to the number of ratings.
/// </para>
/// </remarks>
public sealed partial class PersonalModel
{
    // Its networks know the user by this id.
    private const int User = 0;

    private readonly CrowdModel _crowd;
    private readonly RatedItem[] _known;
    private readonly PersonalTablesMaker _tables;
    private readonly Lock _changing = new();
    private readonly RatingLog _log;
    private UserRecency _recency;
    private volatile State? _state;

    /// <summary>Creates the model of a user.</summary>
    /// <param name="crowd">What all users share.</param>
    /// <param name="ratings">
    /// What a personal model over the same crowd has exported, or what the crowd's recommender exported when the crowd was copied: the
    /// crowd must know these ratings. Null for a user whom the crowd does not know.
    /// </param>
    /// <remarks>
    /// <para>
    /// Ratings that the user gave the recommender after the copy are not in the crowd: pass them to <see cref="Learn"/>, not here. To
    /// change to a newer crowd, let the recommender import what this model exports, then copy the crowd and export the user again.
    /// </para>
    /// <para>Of more ratings than <see cref="WeightlessOptions.MaximumRatingsPerUser"/>, the newest are kept.</para>
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="crowd"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// The scale is another one, or the crowd cannot have the ratings that it is said to know. Not every such mistake is found.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">An item is not in the catalog.</exception>
    public PersonalModel(CrowdModel crowd, PersonalRatings? ratings = null)
    {
        ArgumentNullException.ThrowIfNull(crowd);
        _crowd = crowd;
        _tables = new PersonalTablesMaker(crowd.Options.Reading);
        _log = new RatingLog(crowd.Scale);
        _known = [];
        if (ratings is null)
        {
            return;
        }

        CheckFit(ratings);
        _known = ratings.Known.ToArray();
        _recency = ratings.Recency;
        foreach (RatedItem rated in ratings.OldestFirst())
        {
            Set(_log, rated);
        }
    }

    /// <summary>How the user's recent ratings are weighted.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not defined.</exception>
    public UserRecency Recency
    {
        get
        {
            lock (_changing)
            {
                return _recency;
            }
        }

        set
        {
            if (!Enum.IsDefined(value))
            {
                throw new ArgumentOutOfRangeException(nameof(value), value, "The recency must be AsConfigured or FollowDrift.");
            }

            lock (_changing)
            {
                _recency = value;
                _state = null;
            }
        }
    }

    /// <summary>Learns a rating. It replaces an earlier rating of the same item.</summary>
    /// <param name="rating">The rating.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The item is not in the catalog, or the value is not on the scale. Nothing is learned.
    /// </exception>
    public void Learn(in RatedItem rating)
    {
        Check(rating);
        lock (_changing)
        {
            Set(_log, rating);
            _state = null;
        }
    }

    /// <summary>Forgets the rating of an item: afterwards every answer is as if it had never been learned.</summary>
    /// <param name="item">The item's id, 0 or more.</param>
    /// <returns><see langword="true"/> if there was such a rating; otherwise nothing is changed.</returns>
    /// <remarks>
    /// If the crowd knows the rating, its value is kept and exported, because it is subtracted from the crowd in every answer. It is gone
    /// once the crowd's recommender has forgotten it too and the crowd is copied again.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="item"/> is negative.</exception>
    public bool Forget(int item)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(item);
        lock (_changing)
        {
            if (!_log.Remove(User, item, out _))
            {
                return false;
            }

            Forgot();
            return true;
        }
    }

    /// <summary>Forgets all ratings, as by <see cref="Forget"/>, and resets <see cref="Recency"/>.</summary>
    /// <returns>The number of ratings forgotten.</returns>
    public int ForgetAll()
    {
        lock (_changing)
        {
            int count = 0;
            for (; !_log.OfUser(User).IsEmpty; count++)
            {
                _log.Remove(User, _log.OfUser(User).ItemAt(_log.RatingCount - 1), out _);
            }

            _recency = UserRecency.AsConfigured;
            Forgot();
            return count;
        }
    }

    /// <summary>Predicts the user's rating of an item.</summary>
    /// <param name="item">The item's id, 0 or more; may be unknown.</param>
    /// <returns>The predicted rating, on the scale.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="item"/> is negative.</exception>
    public double Predict(int item)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(item);
        using UserReading reading = Read();
        return reading.Predict(item);
    }

    /// <summary>
    /// Writes the best items, best first, without those that the user has rated. The score is the expected rating, not clamped to the
    /// scale.
    /// </summary>
    /// <param name="destination">Receives the items; its length is the number of items wanted.</param>
    /// <param name="filter">What to leave out, to adjust and to put first.</param>
    /// <returns>The number of items written: fewer than wanted if there are no more.</returns>
    public int Recommend(Span<ScoredItem> destination, in RecommendationFilter filter = default)
    {
        using UserReading reading = Read();
        return reading.Recommend(destination, filter);
    }

    /// <summary>Explains the score by which <see cref="Recommend"/> ranks an item.</summary>
    /// <param name="item">The item's id.</param>
    /// <returns>The score and its contributions, which sum to the score exactly. The user's id is 0.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="item"/> is not in the catalog.</exception>
    public Explanation Explain(int item)
    {
        CheckItem(item);
        using UserReading reading = Read();
        return reading.Explain(item);
    }

    /// <summary>A copy of what is held of the user. Its snapshot is all that has to be stored besides the crowd.</summary>
    public PersonalRatings Export()
    {
        lock (_changing)
        {
            return new PersonalRatings(_crowd.Scale, _log.OfUser(User).ToArray(), _recency, _known);
        }
    }

    // No data of a user without ratings stays in scratch memory.
    private void Forgot()
    {
        _state = null;
        if (_log.OfUser(User).IsEmpty)
        {
            _crowd.Crowd.Shared.Clear();
        }
    }

    private void Set(RatingLog log, in RatedItem rated)
    {
        log.Set(new Rating(User, rated.Item, rated.Value, rated.Timestamp), out _);
        log.RemoveBeyond(User, _crowd.Options.MaximumRatingsPerUser ?? int.MaxValue, rated.Item, out _);
    }

    private void Check(in RatedItem rated) =>
        _crowd.Scale.Validate(new Rating(User, rated.Item, rated.Value, rated.Timestamp), _crowd.ItemCount);

    private void CheckItem(int item) => RecommenderArguments.CheckItem(item, _crowd.ItemCount);

    private UserReading Read() => (_state ?? Made()).Read();

    private State Made()
    {
        lock (_changing)
        {
            return _state ??= StateOf(_log.OfUser(User), _recency);
        }
    }

    private State StateOf(UserRatings ratings, UserRecency recency)
    {
        FixedCrowd crowd = _crowd.Crowd;
        SharedModel shared = crowd.With(ChangesTo(ratings), crowd.Shared.Networks.LearnsShrinkage ? KnownTotals() : default);
        PersonalTables? tables = ratings.IsEmpty ? null : _tables.Make(shared, User, ratings.Copy(), recency);
        return new State(shared, tables, _crowd);
    }

    /// <summary>What answers: one version of what all users share, and the tables of the user.</summary>
    private sealed record State(SharedModel Shared, PersonalTables? Tables, CrowdModel Crowd)
    {
        public UserReading Read() => new(Shared, Tables, User, Crowd.Scale, Crowd.Options.Reading);
    }
}
