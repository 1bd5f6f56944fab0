using WeightlessNet.Bits;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>The state of a <see cref="MatrixFactorizationRecommender"/>: users, items, the mean of all ratings and the noise.</summary>
/// <remarks>
/// A model that has never been trained in a batch takes the averages of the other side's factors as evidence; training replaces them by
/// audience columns, where the options ask for any, and adds the columns of the catalog.
/// </remarks>
internal sealed partial class MatrixFactorizationModel : IBatchModel, IListingModel
{
    private const double StartNoise = 0.7;
    private const double PriorRatings = 50;
    private const double PriorMeanRatings = 5;
    private const double PriorDriftSquares = 5;

    // Priors that are estimated from few ratings learned one by one shrink all factors to 0, and then learning stalls.
    private const int RatingsBeforeFirstPrior = 1000;

    private static readonly ParallelOptions OneThread = new() { MaxDegreeOfParallelism = 1 };

    private readonly int _itemCount;
    private readonly RatingScale _scale;
    private readonly MatrixFactorizationOptions _options;
    private readonly ItemCatalog? _catalog;
    private readonly double _middle;
    private readonly double _unit;
    private readonly ShrunkBiases _biases;
    private MatrixFactorizationSide _users;
    private MatrixFactorizationSide _items;
    private Audience? _audience;
    private FoldInModel? _foldIn;
    private double[] _drift = [];
    private double _driftAgreement;
    private double _driftSquares;
    private double _sum;
    private double _noise = StartNoise;
    private bool _sharesBiases = true;
    private int _nextPrior = RatingsBeforeFirstPrior;
    private int _nextUser;
    private int _nextItem;

    public MatrixFactorizationModel(int itemCount, RatingScale scale, MatrixFactorizationOptions options, ItemCatalog? catalog)
    {
        _itemCount = itemCount;
        _scale = scale;
        _options = options;
        _catalog = catalog;
        _middle = ((double)scale.Minimum + scale.Maximum) / 2;
        _unit = MatrixFactorizationTarget.UnitOf(scale);
        _biases = new ShrunkBiases(itemCount);
        (_users, _items) = Sides(new RatingLog(scale), new RatingLog(scale), 0, Averages, Averages);
    }

    public RatingLog Log => _users.Log;

    /// <summary>A copy of the items that answers for lists of ratings.</summary>
    public FoldInModel FoldInModel
    {
        get
        {
            EnsureItems();
            return _foldIn ??= new(_scale, Target, _noise, _users, _items, _audience, _biases, StoredShrinkage);
        }
    }

    /// <summary>What another training begins with. This model must not learn as long as it is used.</summary>
    public MatrixFactorizationStart Start() => new(_users.Start(), _items.StartWithEvidence(), _noise, _audience);

    /// <summary>A copy of what answers after a training, without the ratings.</summary>
    public TrainedFactorization ToTrained()
    {
        FoldInModel items = FoldInModel;
        int length = items.FactorCount;
        float[] users = new float[checked(Log.UserCount * length)];
        for (int user = 0; user < Log.UserCount; user++)
        {
            if (Log.OfUser(user).IsEmpty)
            {
                continue;
            }

            Span<float> own = users.AsSpan(user * length, length);
            ReadOnlySpan<double> means = _users.MeansOf(user);
            for (int factor = 0; factor < means.Length; factor++)
            {
                own[factor] = (float)means[factor];
            }

            own[items.ShareAt] = (float)ShareOfFactors(user);
            own[items.BiasAt] = (float)_biases.OfUser(user);
        }

        return new TrainedFactorization(items, users);
    }

    private int Factors => _options.Factors + 2;

    private EvidenceLayout Averages => new(1, Factors, 0);

    private MatrixFactorizationTarget Target =>
        new((_sum + (PriorMeanRatings * _middle)) / (_users.Log.RatingCount + PriorMeanRatings), _unit);

    /// <summary>How many users or items a model can hold.</summary>
    public static int MaximumMembers(MatrixFactorizationOptions options, ItemCatalog? catalog)
    {
        int columns = catalog is null ? 0 : ItemColumns.CountOf(catalog);
        int evidence = Math.Max(options.AudienceFactors, options.Factors + 2) + 2;
        int numbers = Math.Max(FactorShape.StrideOf(options.Factors + 2, columns), OuterProducts.Pad(evidence));
        return Math.Min(RecommenderArguments.UserBound, Array.MaxLength / numbers);
    }

    public double Predict(int user, int item)
    {
        double share = ShareOfFactors(user);
        double factors = share > 0 ? share * (Explained(user, item) + DriftOf(user)) : 0;
        return _scale.Clamp(Target.RatingOf(factors + ((1 - share) * (_biases.OfUser(user) + _biases.OfItem(item)))));
    }

    public void Rank(int user, in UnavailableItems unavailable, ref TopItems best)
    {
        MatrixFactorizationTarget target = Target;
        double share = ShareOfFactors(user);
        double drift = DriftOf(user);
        double bias = _biases.OfUser(user);
        ReadOnlySpan<double> factors = _users.FactorsOf(user);
        ReadOnlySpan<double> weights = _users.ColumnsOf(user);
        for (int item = 0; item < _itemCount; item++)
        {
            if (!unavailable.Contains(item))
            {
                double explained = OuterProducts.Dot(factors, _items.FactorsOf(item))
                    + OuterProducts.Dot(weights, _items.ColumnsOf(item));
                double plain = bias + _biases.OfItem(item);
                best.Offer(item, target.RatingOf((share * (explained + drift)) + ((1 - share) * plain)));
            }
        }
    }

    /// <summary>Adds a valid rating to the logs and learns nothing from it.</summary>
    public void Set(in Rating rating)
    {
        _foldIn = null;

        // Whatever can fail, for lack of memory or too high an id, comes before the first change.
        _users.EnsureMember(rating.User);
        EnsureItems();
        _biases.EnsureUser(rating.User);
        if (rating.User >= _drift.Length)
        {
            Array.Resize(ref _drift, Math.Max(rating.User + 1, 2 * _drift.Length));
        }

        AddToLogs(rating);
    }

    /// <summary>
    /// Adds a valid rating of a snapshot to the logs. Factors take memory only after their bytes have arrived, in
    /// <see cref="ReadTraining"/>.
    /// </summary>
    public void Restore(in Rating rating) => AddToLogs(rating);

    private void AddToLogs(in Rating rating)
    {
        bool replaces = _users.Log.Set(rating, out RatedItem replaced);
        _items.Log.Set(new Rating(rating.Item, rating.User, rating.Value, rating.Timestamp), out _);
        _sum += rating.Value - (replaces ? (double)replaced.Value : 0);
    }

    /// <summary>Learns a valid rating: updates the user, the item, and some further members in turn.</summary>
    public void Learn(in Rating rating)
    {
        double error = Target.Of(rating.Value) - Explained(rating.User, rating.Item);
        Set(rating);
        FollowDrift(rating.User, error);
        RefreshAudience(rating);
        UpdateUser(rating.User);
        UpdateItem(rating.Item);
        for (int refresh = 0; refresh < _options.RefreshesPerRating; refresh++)
        {
            _nextUser = NextWithRatings(_users.Log, _nextUser, UpdateUser);
            _nextItem = NextWithRatings(_items.Log, _nextItem, UpdateItem);
        }

        if (_users.Log.RatingCount >= _nextPrior)
        {
            UpdatePriors(OneThread);
        }
    }

    // Items take memory only when they are needed. A recommender that only describes how to train another one needs none, and a snapshot
    // that names many items must bring their bytes first.
    private void EnsureItems()
    {
        if (!_items.HasRoomFor(_itemCount - 1))
        {
            ScatterItems();
            _items.EnsureMember(_itemCount - 1);
        }
    }

    private void ScatterItems() => _items.Scatter(_itemCount, _options.ItemScatter, _options.Seed);

    private static int NextWithRatings(RatingLog log, int next, Action<int> update)
    {
        int id = next < log.UserCount ? next : 0;
        if (!log.OfUser(id).IsEmpty)
        {
            update(id);
        }

        return id + 1;
    }

    private double Explained(int user, int item) =>
        OuterProducts.Dot(_users.FactorsOf(user), _items.FactorsOf(item))
            + OuterProducts.Dot(_users.ColumnsOf(user), _items.ColumnsOf(item));

    // A user of few ratings is answered by biases for the most part.
    private double ShareOfFactors(int user) => ShrunkBiases.ShareOfFactors(_users.Log.OfUser(user).Length, StoredShrinkage);

    // A model of layout 1 answers without biases.
    private double StoredShrinkage => _sharesBiases ? _biases.UserShrinkage : 0;

    // Least squares over all users estimate how well drift predicts the next error. Where ratings do not come in the order of time, drift
    // predicts nothing, and its weight is 0.
    private double DriftOf(int user) =>
        user < _drift.Length ? Math.Max(0, _driftAgreement / (_driftSquares + PriorDriftSquares)) * _drift[user] : 0;

    private void FollowDrift(int user, double error)
    {
        ref double drift = ref _drift[user];
        _driftAgreement += drift * error;
        _driftSquares += drift * drift;
        drift = (drift * _options.DriftRetention) + (error * (1 - _options.DriftRetention));
    }

    private void UpdateUser(int user)
    {
        _biases.UpdateUser(user, _users.Log.OfUser(user), Target);
        _users.Update(user, _items, Target, _noise);
    }

    private void UpdateItem(int item)
    {
        _biases.UpdateItem(item, _items.Log.OfUser(item), Target);
        _items.Update(item, _users, Target, _noise);
    }

    private void RefreshAudience(in Rating rating)
    {
        if (_audience is Audience audience)
        {
            _users.RefreshAudience(rating.User, audience, _items);
            _items.RefreshAudience(rating.Item, audience, _users);
        }
    }

    // The priors take a pass over all members. While ratings are learned one by one, the pass is due whenever their number has grown by a
    // fifth, which is constant time per rating on average.
    private void UpdatePriors(ParallelOptions parallel)
    {
        // None of these reads what another one changes. (With a loop, a training that is canceled throws as everywhere else; `Invoke` may
        // throw that its first action cannot start.)
        double errors = 0;
        Action[] parts =
        [
            () => _users.Prior.Estimate(_users, _items.Shape.Constant),
            () => _items.Prior.Estimate(_items, _users.Shape.Constant),
            () => errors = ExpectedSquaredErrors(),
        ];
        FirstFailure.Of(() => Parallel.For(0, parts.Length, parallel, part => parts[part]()), parallel.CancellationToken);
        int ratings = _users.Log.RatingCount;
        _noise = (errors + (PriorRatings * StartNoise)) / (ratings + PriorRatings);
        _nextPrior = Math.Max(RatingsBeforeFirstPrior, ratings + 1 + (ratings / 5));
    }

    private double ExpectedSquaredErrors()
    {
        double errors = 0;
        for (int user = 0; user < _users.Log.UserCount; user++)
        {
            errors += _users.ExpectedSquaredErrors(user, _items, Target);
        }

        return errors;
    }
}
