using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>The state of a <see cref="MatrixFactorizationRecommender"/>: users, items, the mean of all ratings and the noise.</summary>
internal sealed partial class MatrixFactorizationModel : IBatchModel
{
    private const double StartNoise = 0.7;
    private const double PriorRatings = 50;
    private const double PriorMeanRatings = 5;
    private const double PriorDriftSquares = 5;
    private const int IterationsBeforeFirstPrior = 3;

    // Priors that are estimated from few ratings learned one by one shrink all factors to 0, and then learning stalls.
    private const int RatingsBeforeFirstPrior = 1000;

    private readonly int _itemCount;
    private readonly RatingScale _scale;
    private readonly MatrixFactorizationOptions _options;
    private readonly MatrixFactorizationSide _users;
    private readonly MatrixFactorizationSide _items;
    private readonly double _middle;
    private readonly double _unit;
    private double[] _drift = [];
    private double _driftAgreement;
    private double _driftSquares;
    private double _sum;
    private double _noise = StartNoise;
    private int _nextPrior = RatingsBeforeFirstPrior;
    private int _nextUser;
    private int _nextItem;

    public MatrixFactorizationModel(int itemCount, RatingScale scale, MatrixFactorizationOptions options)
    {
        _itemCount = itemCount;
        _scale = scale;
        _options = options;
        _middle = ((double)scale.Minimum + scale.Maximum) / 2;
        _unit = ((double)scale.Maximum - scale.Minimum) / 4;
        int factors = options.Factors + 2;
        double[] scatter = MatrixFactorizationSide.DrawScatter(itemCount, factors, options.ItemScatter, options.Seed);
        _users = new MatrixFactorizationSide(scale, factors, 1, options.PriorDeviation, []);
        _items = new MatrixFactorizationSide(scale, factors, 0, options.PriorDeviation, scatter);
        _items.EnsureMember(itemCount - 1);
    }

    private MatrixFactorizationTarget Target =>
        new((_sum + (PriorMeanRatings * _middle)) / (_users.Log.RatingCount + PriorMeanRatings), _unit);

    public RatingLog Log => _users.Log;

    public double Predict(int user, int item) => _scale.Clamp(Target.RatingOf(Explained(user, item) + DriftOf(user)));

    public void Rank(int user, in UnavailableItems unavailable, ref TopItems best)
    {
        ReadOnlySpan<double> factors = _users.FactorsOf(user);
        MatrixFactorizationTarget target = Target;
        double drift = DriftOf(user);
        for (int item = 0; item < _itemCount; item++)
        {
            if (!unavailable.Contains(item))
            {
                best.Offer(item, target.RatingOf(MatrixFactorizationSide.Dot(factors, _items.FactorsOf(item)) + drift));
            }
        }
    }

    /// <summary>Adds a valid rating to the logs and learns nothing from it.</summary>
    public void Set(in Rating rating)
    {
        // Whatever can fail, for lack of memory or too high an id, comes before the first change.
        _users.EnsureMember(rating.User);
        if (rating.User >= _drift.Length)
        {
            Array.Resize(ref _drift, Math.Max(rating.User + 1, 2 * _drift.Length));
        }

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
        _users.Update(rating.User, _items, Target, _noise);
        _items.Update(rating.Item, _users, Target, _noise);
        for (int refresh = 0; refresh < _options.RefreshesPerRating; refresh++)
        {
            _nextUser = Refresh(_users, _items, _nextUser);
            _nextItem = Refresh(_items, _users, _nextItem);
        }

        if (_users.Log.RatingCount >= _nextPrior)
        {
            UpdatePriors();
        }
    }

    /// <summary>Trains on all ratings of the logs for the number of iterations of the options.</summary>
    public void Train(IProgress<double>? progress, CancellationToken cancellationToken)
    {
        // In the order of the logs, so that rounding does not depend on the order in which the ratings came.
        _sum = 0;
        for (int user = 0; user < _users.Log.UserCount; user++)
        {
            foreach (RatedItem entry in _users.Log.OfUser(user))
            {
                _sum += entry.Value;
            }
        }

        for (int iteration = 0; iteration < _options.Iterations; iteration++)
        {
            UpdateAll(_users, _items, cancellationToken);
            UpdateAll(_items, _users, cancellationToken);
            if (iteration >= IterationsBeforeFirstPrior)
            {
                UpdatePriors();
            }

            progress?.Report((iteration + 1.0) / _options.Iterations);
        }
    }

    private double Explained(int user, int item) =>
        MatrixFactorizationSide.Dot(_users.FactorsOf(user), _items.FactorsOf(item));

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

    private void UpdateAll(MatrixFactorizationSide side, MatrixFactorizationSide other, CancellationToken cancellationToken)
    {
        for (int id = 0; id < side.Log.UserCount; id++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!side.Log.OfUser(id).IsEmpty)
            {
                side.Update(id, other, Target, _noise);
            }
        }
    }

    private int Refresh(MatrixFactorizationSide side, MatrixFactorizationSide other, int next)
    {
        int id = next < side.Log.UserCount ? next : 0;
        if (!side.Log.OfUser(id).IsEmpty)
        {
            side.Update(id, other, Target, _noise);
        }

        return id + 1;
    }

    // The priors take a pass over all members. While ratings are learned one by one, the pass is due whenever their number has grown by a
    // fifth, which is constant time per rating on average.
    private void UpdatePriors()
    {
        _users.UpdatePrior(_items);
        _items.UpdatePrior(_users);
        double errors = 0;
        for (int user = 0; user < _users.Log.UserCount; user++)
        {
            errors += _users.ExpectedSquaredErrors(user, _items, Target);
        }

        int ratings = _users.Log.RatingCount;
        _noise = (errors + (PriorRatings * StartNoise)) / (ratings + PriorRatings);
        _nextPrior = Math.Max(RatingsBeforeFirstPrior, ratings + 1 + (ratings / 5));
    }
}
