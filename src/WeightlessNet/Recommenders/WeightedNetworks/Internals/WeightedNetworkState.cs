using WeightlessNet.Recommenders.Crowd.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.WeightedNetworks.Internals;

/// <summary>The state of a <see cref="WeightedNetworkRecommender"/>: the ratings, the crowd, and the users' networks.</summary>
internal sealed class WeightedNetworkState : IBatchModel, IListingModel, IRatingObserver
{
    private readonly RatingScale _scale;
    private readonly WeightedNetworkOptions _options;
    private readonly RatingUnits _units;
    private readonly WeightedNetworkInputs _inputs;
    private readonly WeightedNetworkExamples _examples;
    private readonly CrowdStatistics _crowd;
    private readonly UserTotals _users = new();
    private readonly Dictionary<int, WeightedNetworkModel> _models = [];
    private readonly int[] _active;
    private readonly float[] _hidden;
    private readonly int _itemCount;
    private RatingMoments _moments;

    public WeightedNetworkState(ItemCatalog catalog, RatingScale scale, WeightedNetworkOptions options)
    {
        _options = options;
        _scale = scale;
        Log = new RatingLog(scale);
        _units = new RatingUnits(scale);
        _inputs = new WeightedNetworkInputs(catalog, options.Crowd);
        _examples = new WeightedNetworkExamples(_inputs);
        _crowd = new CrowdStatistics(catalog.Count, options.Crowd);
        _active = new int[_inputs.Count];
        _hidden = new float[options.HiddenUnits];
        _itemCount = catalog.Count;
    }

    public RatingLog Log { get; }

    /// <summary>Adds a rating without training on it.</summary>
    public void Set(in Rating rating) => Log.Set(rating, this);

    public void Count(int user, in RatedItem rated, int sign)
    {
        int units = _units.FromRating(rated.Value);
        RatingTotals totals = _users[user];
        _moments = _moments.With(totals, _crowd.TotalsOf(rated.Item), units, sign);
        _users[user] = totals.With(units, sign);
        if (sign > 0)
        {
            _crowd.Add(rated.Item, units);
        }
        else
        {
            _crowd.Remove(rated.Item, units);
        }
    }

    /// <summary>Trains a new network for every user.</summary>
    public void Train(IProgress<double>? progress, CancellationToken cancellationToken)
    {
        int done = 0;
        double decay = _options.WeightDecay ?? _moments.WeightDecay;
        for (int user = 0; user < Log.UserCount; user++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            UserRatings entries = Log.OfUser(user);
            if (entries.IsEmpty)
            {
                continue;
            }

            WeightedNetworkModel model = ModelOf(user);
            Refresh(model, entries);
            _examples.Clear();
            foreach (RatedItem entry in entries)
            {
                AddExample(entry, model.Level);
            }

            for (int epoch = 0; epoch < _options.Epochs; epoch++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                double rate = _options.LearningRate * (1 - (0.9 * epoch / _options.Epochs));
                model.Train(_examples, (float)rate, (float)(decay / entries.Length));
            }

            done += entries.Length;
            progress?.Report((double)done / Log.RatingCount);
        }
    }

    /// <summary>Adds a rating and trains the user's network on some of the user's earlier ratings and, last, on this one.</summary>
    public void Learn(in Rating rating)
    {
        Set(rating);
        UserRatings entries = Log.OfUser(rating.User);
        WeightedNetworkModel model = ModelOf(rating.User);
        Refresh(model, entries);
        float decay = (float)(_options.OnlineWeightDecay / entries.Length);
        if (_options.ReplayedRatings > 0)
        {
            _examples.Clear();
            for (int replayed = 0; replayed < _options.ReplayedRatings; replayed++)
            {
                AddExample(entries[model.Random.Next(entries.Length)], model.Level);
            }

            model.Train(_examples, (float)(_options.OnlineLearningRate / _options.ReplayedRatings), decay);
        }

        _examples.Clear();
        AddExample(entries[Log.IndexOf(rating.User, rating.Item)], model.Level);
        model.Train(_examples, (float)_options.OnlineLearningRate, decay);
    }

    public double Predict(int user, int item) => RatingMeans.ToRating(Score(Find(user), item), _scale);

    public void Rank(int user, in UnavailableItems unavailable, ref TopItems best)
    {
        WeightedNetworkModel? model = Find(user);
        for (int item = 0; item < _itemCount; item++)
        {
            if (!unavailable.Contains(item))
            {
                best.Offer(item, RatingMeans.ToUnclampedRating(Score(model, item), _scale));
            }
        }
    }

    // The network of each user who has ratings, in the order of users.
    public Action<SnapshotWriter> CopyTraining() => SnapshotWriter.Copy(WriteTrainingTo);

    private void WriteTrainingTo(SnapshotWriter writer)
    {
        for (int user = 0; user < Log.UserCount; user++)
        {
            if (!Log.OfUser(user).IsEmpty)
            {
                _models[user].WriteTo(writer);
            }
        }
    }

    public void ReadTraining(SnapshotReader reader)
    {
        for (int user = 0; user < Log.UserCount; user++)
        {
            if (!Log.OfUser(user).IsEmpty)
            {
                _models.Add(user, WeightedNetworkModel.Read(reader, _inputs.Count, _options.HiddenUnits));
            }
        }
    }

    // The user's network, up to date with the crowd, or null where there is none.
    private WeightedNetworkModel? Find(int user)
    {
        if (_models.TryGetValue(user, out WeightedNetworkModel? model))
        {
            Refresh(model, Log.OfUser(user));
        }

        return model;
    }

    // The expected rating in units above the lowest, not clamped to the scale.
    private double Score(WeightedNetworkModel? model, int item)
    {
        ItemStatistics statistics = _crowd.StatisticsOf(item);
        if (model is null)
        {
            return statistics.Mean;
        }

        double known = statistics.Mean + model.Level;
        if ((uint)item >= (uint)_itemCount)
        {
            return known;
        }

        int active = _inputs.Write(item, statistics, _active);
        return known + ((double)model.Respond(_active.AsSpan(0, active), _hidden) * RatingUnits.Range);
    }

    private WeightedNetworkModel ModelOf(int user)
    {
        if (!_models.TryGetValue(user, out WeightedNetworkModel? model))
        {
            model = new WeightedNetworkModel(_inputs.Count, _options.HiddenUnits, _options.Seed, user);
            _models.Add(user, model);
        }

        return model;
    }

    private void AddExample(in RatedItem entry, double level)
    {
        int units = _units.FromRating(entry.Value);
        ItemStatistics statistics = _crowd.StatisticsWithout(entry.Item, units);
        _examples.Add(entry.Item, statistics, (float)((units - statistics.Mean - level) / RatingUnits.Range));
    }

    // The level is computed again whenever the crowd has changed, so it is always that of the present ratings.
    private void Refresh(WeightedNetworkModel model, UserRatings entries)
    {
        if (model.LevelVersion == _crowd.Version)
        {
            return;
        }

        long sum = 0;
        foreach (RatedItem entry in entries)
        {
            int units = _units.FromRating(entry.Value);
            sum += units - _crowd.StatisticsWithout(entry.Item, units).Mean;
        }

        model.Level = (double)sum / (entries.Length + (_options.UserShrinkage ?? _moments.UserShrinkage));
        model.LevelVersion = _crowd.Version;
    }
}
