namespace WeightlessNet.Recommenders.Ratings.Internals;

/// <summary>
/// A model that many threads read while it learns or is trained: the arguments are checked, and training holds the readers up only to
/// put the new model in place.
/// </summary>
/// <typeparam name="TModel">The model.</typeparam>
internal sealed class BatchTrained<TModel>
    where TModel : IBatchModel
{
    private readonly int _itemCount;
    private readonly RatingScale _scale;
    private readonly int _userBound;
    private readonly Func<TModel> _create;

    // Whoever changes what was learned holds this lock throughout, and the other while readers could see it change.
    private readonly Lock _writing = new();

    /// <summary>Creates a model that knows no ratings.</summary>
    /// <param name="itemCount">How many items there are.</param>
    /// <param name="scale">The scale of the ratings.</param>
    /// <param name="userBound">User ids are below this.</param>
    /// <param name="create">Makes a model that knows no ratings.</param>
    public BatchTrained(int itemCount, RatingScale scale, int userBound, Func<TModel> create)
    {
        _itemCount = itemCount;
        _scale = scale;
        _userBound = userBound;
        _create = create;
        Model = create();
    }

    /// <summary>Whoever reads the model holds this lock.</summary>
    public Lock Access { get; } = new();

    /// <summary>The model, to be read with <see cref="Access"/> held.</summary>
    public TModel Model { get; private set; }

    /// <summary>See <see cref="IKnownUsersRecommender.UserIdBound"/>.</summary>
    public int UserIdBound
    {
        get
        {
            lock (Access)
            {
                return Model.Log.UserCount;
            }
        }
    }

    /// <summary>See <see cref="IRecommender.Learn"/>.</summary>
    public void Learn(in Rating rating)
    {
        Validate(rating);
        lock (_writing)
        {
            lock (Access)
            {
                Model.Learn(rating);
            }
        }
    }

    /// <summary>See <see cref="IBatchRecommender.Fit"/>.</summary>
    public void Fit(ReadOnlySpan<Rating> ratings, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        foreach (ref readonly Rating rating in ratings)
        {
            Validate(rating);
        }

        lock (_writing)
        {
            TModel model = _create();
            foreach (ref readonly Rating rating in ratings)
            {
                model.Set(rating);
            }

            model.Train(progress, cancellationToken);
            lock (Access)
            {
                Model = model;
            }
        }
    }

    /// <summary>See <see cref="IRecommender.Predict"/>.</summary>
    public double Predict(int user, int item)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        ArgumentOutOfRangeException.ThrowIfNegative(item);
        lock (Access)
        {
            return Model.Predict(user, item);
        }
    }

    /// <summary>See <see cref="IRecommender.Recommend"/>.</summary>
    public int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        TopItems best = new(destination);
        lock (Access)
        {
            using UnavailableItems unavailable = new(_itemCount, Model.Log.OfUser(user), excluded);
            Model.Rank(user, unavailable, ref best);
        }

        return best.Complete();
    }

    /// <summary>Puts a rating of a snapshot, which may be no valid one, into the logs of a model that nobody else knows yet.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rating is not valid.</exception>
    public void Restore(in Rating rating)
    {
        Validate(rating);
        Model.Set(rating);
    }

    private void Validate(in Rating rating)
    {
        _scale.Validate(rating, _itemCount);
        RecommenderArguments.CheckUserBelow(_userBound, rating);
    }
}
