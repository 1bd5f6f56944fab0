using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Ratings.Internals;

/// <summary>
/// A model that many threads use at once: checks the arguments, locks, and stores. While another model is trained to take its place, it
/// goes on answering and learning.
/// </summary>
/// <remarks>
/// Forgetting and training are offered by <see cref="Forgetting"/> and <see cref="BatchTraining"/> for models that support them. No model
/// supports both: a training would have to forget what others forget meanwhile.
/// </remarks>
/// <typeparam name="TModel">The model.</typeparam>
internal sealed class LoggedModel<TModel>
    where TModel : ILoggedModel
{
    private readonly int _userBound;
    private readonly Func<TModel> _create;

    /// <summary>Creates a model without ratings.</summary>
    /// <param name="itemCount">How many items there are.</param>
    /// <param name="scale">The scale of the ratings.</param>
    /// <param name="create">Makes a model without ratings.</param>
    /// <param name="userBound">User ids are below this.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="itemCount"/> is below 1, or <paramref name="scale"/> was not made by its constructor.
    /// </exception>
    public LoggedModel(int itemCount, RatingScale scale, Func<TModel> create, int userBound = RecommenderArguments.UserBound)
    {
        RecommenderArguments.Check(itemCount, scale);
        ItemCount = itemCount;
        Scale = scale;
        _create = create;
        _userBound = userBound;
        Model = create();
    }

    /// <summary>See <see cref="IRecommender.ItemCount"/>.</summary>
    public int ItemCount { get; }

    /// <summary>See <see cref="IRecommender.Scale"/>.</summary>
    public RatingScale Scale { get; }

    /// <summary>How many ratings there are.</summary>
    public int RatingCount
    {
        get
        {
            lock (Access)
            {
                return Model.Log.RatingCount;
            }
        }
    }

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

    /// <summary>Trainings hold this lock for the whole operation, so that they run one after the other.</summary>
    public Lock Training { get; } = new();

    /// <summary>All calls hold this lock while they read or change the model. A training does not, until it shows its model.</summary>
    public Lock Access => Meanwhile.Access;

    /// <summary>What is learned during trainings.</summary>
    public TrainingChanges<Rating> Meanwhile { get; } = new();

    /// <summary>The model, to be read with <see cref="Access"/> held, apart from what was trained and does not change.</summary>
    public TModel Model { get; private set; }

    /// <summary>See <see cref="IRecommender.Learn"/>.</summary>
    public void Learn(in Rating rating)
    {
        Validate(rating);
        lock (Access)
        {
            Meanwhile.MakeRoom();
            Model.Learn(rating);
            Meanwhile.Keep(rating);
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

    /// <summary>All ratings, as they are at one moment.</summary>
    public Rating[] CopyRatings()
    {
        lock (Access)
        {
            return Model.Log.ToArray();
        }
    }

    /// <summary>Makes a model of these valid ratings alone, which readers do not see yet.</summary>
    public TModel CreateFrom(ReadOnlySpan<Rating> ratings)
    {
        TModel model = _create();
        foreach (ref readonly Rating rating in ratings)
        {
            model.Set(rating);
        }

        return model;
    }

    /// <summary>
    /// Has a trained model learn what others have learned since its training began, in their order, and shows it to readers.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="begun">What <see cref="TrainingChanges{TChange}.Begin"/> returned.</param>
    public void Replace(TModel model, int begun) => Meanwhile.Replace(begun, rating => model.Learn(rating), () => Model = model);

    /// <summary>Writes a snapshot: the head, the options, the ratings, and what was trained, all as they are at one moment.</summary>
    /// <remarks>
    /// Other calls wait only while what was trained is copied in memory, where a model goes on changing it; never for the writer.
    /// </remarks>
    /// <param name="writer">Where to.</param>
    /// <param name="kind">The kind of the recommender.</param>
    /// <param name="seed">The seed of the recommender; null where it draws no random numbers.</param>
    /// <param name="writeOptions">Writes what the recommender is created with, apart from the scale.</param>
    /// <param name="layout">The layout of the options and of what was trained, 1 or more.</param>
    public void WriteTo(SnapshotWriter writer, SnapshotKind kind, ulong? seed, Action<SnapshotWriter> writeOptions, int layout = 1)
    {
        RatingLog log;
        RatingLog shared;
        Action<SnapshotWriter> writeTraining;
        lock (Access)
        {
            log = Model.Log;
            writeTraining = Model.CopyTraining();
            shared = log.Share();
        }

        try
        {
            StoredHead.Write(writer, kind, seed, ItemCount, Scale, shared, layout);
            writeOptions(writer);
            StoredRatings.Write(writer, shared, ItemCount);
            writeTraining(writer);
        }
        finally
        {
            lock (Access)
            {
                log.EndShare();
            }
        }
    }

    /// <summary>Sets a rating of a snapshot, which may be invalid, in a model that no other thread knows yet.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rating is not valid.</exception>
    public void Restore(in Rating rating)
    {
        Validate(rating);
        Model.Restore(rating);
    }

    /// <summary>Throws where a rating is not valid.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rating is not valid.</exception>
    public void Validate(in Rating rating)
    {
        Scale.Validate(rating, ItemCount);
        RecommenderArguments.CheckUserBelow(_userBound, rating);
    }
}
