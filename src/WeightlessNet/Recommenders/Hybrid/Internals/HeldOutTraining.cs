using WeightlessNet.Bits;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Collaborative.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>Trains models, each first without the held-out ratings and then on all ratings.</summary>
/// <remarks>
/// Factorizations share the ratings and what was learned of the audience, and are trained one after the other, so that the numbers of only
/// one are in memory; only what answers is kept of them. Other models are trained in parallel. Use an instance once.
/// </remarks>
internal sealed class HeldOutTraining
{
    // A factorization that starts from another one needs far fewer passes. So few leave no trace of what the first one has not seen.
    private const int WarmIterations = 8;

    // The times that trainings take, as progress shows them: the first one, and each that starts from it.
    private const double FirstTime = 12;
    private const double WarmTime = 8;

    private readonly IRecommender?[] _inner;
    private readonly IRecommender[] _models;
    private readonly Lazy<Rating[]> _all;
    private readonly Lazy<Rating[]> _kept;
    private readonly int[] _users;
    private readonly int[] _items;
    private readonly short[][] _answers;
    private readonly RatingLog _allLog;
    private readonly RatingLog _keptLog;
    private readonly RatingLog[] _otherLogs;
    private readonly IFoldInModel[][] _otherFoldIn;
    private readonly ItemAudience?[] _otherAudiences;
    private readonly double _wholeTime;
    private readonly IProgress<double>? _progress;
    private readonly Lock _reporting = new();
    private readonly double[] _done;
    private TrainingRatings? _allRatings;
    private TrainingRatings? _keptRatings;
    private TrainingRatings[] _otherRatings = [];
    private double _reported;

    /// <param name="inner">The models to be trained without the held-out ratings.</param>
    /// <param name="models">The models to be trained on all ratings.</param>
    /// <param name="ratings">All ratings, which do not change meanwhile.</param>
    /// <param name="ordered">
    /// The ratings in the order in which models that are no factorizations learn them; if null, that of the log.
    /// </param>
    /// <param name="isHeldOut">Whether the rating of an item by a user is held out.</param>
    /// <param name="otherUsers">
    /// Further parts of the users, each held out of one more training, which starts from the first: for factorizations only.
    /// </param>
    /// <param name="progress">Receives the fraction done.</param>
    public HeldOutTraining(
        IRecommender[] inner,
        IRecommender[] models,
        RatingLog ratings,
        Rating[]? ordered,
        Func<int, int, bool> isHeldOut,
        IReadOnlyList<Func<int, bool>> otherUsers,
        IProgress<double>? progress)
    {
        _inner = [.. inner];
        _models = [.. models];
        FoldIn = new IFoldInModel?[models.Length];
        _progress = progress;
        _all = new Lazy<Rating[]>(() => ordered ?? ratings.ToArray());
        _kept = new Lazy<Rating[]>(() => [.. _all.Value.Where(rating => !isHeldOut(rating.User, rating.Item))]);
        _allLog = ratings;
        _keptLog = ratings.Where((user, item) => !isHeldOut(user, item));
        int held = _allLog.RatingCount - _keptLog.RatingCount;
        (_users, _items) = (new int[held], new int[held]);
        ListHeldOut(isHeldOut);
        _answers = new short[models.Length][];
        _done = new double[models.Length];
        _otherLogs = [.. otherUsers.Select(isOther => ratings.Where((user, _) => !isOther(user)))];
        _otherFoldIn = [.. otherUsers.Select(_ => new IFoldInModel[models.Length])];
        _otherAudiences = new ItemAudience?[otherUsers.Count];
        _wholeTime = FirstTime + (WarmTime * (otherUsers.Count + 1));
    }

    /// <summary>For each model, what answers without the held-out ratings; null for one without fold-in.</summary>
    public IFoldInModel?[] FoldIn { get; }

    /// <summary>Who rates the items, in as many factors as a hybrid needs; null if no model uses these.</summary>
    public TrainedAudience? Audience { get; private set; }

    /// <summary>What answers without the ratings of each further part of the users, and who rates what without them.</summary>
    public IReadOnlyList<HeldOutUsers> OtherUsers() =>
        [.. _otherFoldIn.Zip(_otherAudiences, static (models, audience) => new HeldOutUsers(models, audience))];

    /// <summary>Trains all models. An exception of one of them ends the training and is rethrown.</summary>
    public void Run(int parallelism, CancellationToken cancellationToken) => FirstFailure.Of(
        () =>
        {
            TrainFactorizations(parallelism, cancellationToken);
            ParallelOptions options = new() { MaxDegreeOfParallelism = parallelism, CancellationToken = cancellationToken };
            int[] others = [.. Enumerable.Range(0, _models.Length).Where(model => _inner[model] is not null)];
            Parallel.ForEach(others, options, model => TrainOther(model, cancellationToken));
        },
        cancellationToken);

    /// <summary>The trained models.</summary>
    public IRecommender[] Models() => _models;

    /// <summary>What the models predicted for the held-out ratings.</summary>
    public HeldOutAnswers Answers() => new(_users, _items, _answers);

    /// <summary>The number of ratings of each user.</summary>
    public int[] CountByUser() => [.. Enumerable.Range(0, _allLog.UserCount).Select(user => _allLog.OfUser(user).Length)];

    // By user and then by item.
    private void ListHeldOut(Func<int, int, bool> isHeldOut)
    {
        int count = 0;
        for (int user = 0; user < _allLog.UserCount; user++)
        {
            UserRatings own = _allLog.OfUser(user);
            for (int entry = 0; entry < own.Length; entry++)
            {
                if (isHeldOut(user, own.ItemAt(entry)))
                {
                    (_users[count], _items[count++]) = (user, own.ItemAt(entry));
                }
            }
        }
    }

    // Factorizations with the same factors of the audience share these.
    private void TrainFactorizations(int parallelism, CancellationToken cancellationToken)
    {
        int[][] groups =
        [
            .. Enumerable.Range(0, _models.Length)
                .Where(model => _inner[model] is MatrixFactorizationRecommender && _models[model] is MatrixFactorizationRecommender)
                .GroupBy(model => AudienceOf((MatrixFactorizationRecommender)_models[model]))
                .Select(group => group.ToArray()),
        ];
        if (groups.Length == 0)
        {
            return;
        }

        _keptRatings = new TrainingRatings(_keptLog, _keptLog.Transposed(), null);
        _allRatings = new TrainingRatings(_allLog, _allLog.Transposed(), null);
        _otherRatings = [.. _otherLogs.Select(static log => new TrainingRatings(log, log.Transposed(), null))];
        foreach (int[] group in groups)
        {
            TrainAudience((MatrixFactorizationRecommender)_models[group[0]], parallelism, cancellationToken);
            foreach (int model in group)
            {
                MatrixFactorizationStart start = TrainInner(model, parallelism, cancellationToken);
                TrainWithoutOtherUsers(model, start, parallelism, cancellationToken);
                if (model == group[^1])
                {
                    _keptRatings = group == groups[^1] ? null : _keptRatings! with { Audience = null };
                }

                TrainOuter(model, start, parallelism, cancellationToken);
            }
        }

        _allRatings = null;
        _otherRatings = [];
    }

    // Without factors of the audience, their seed does not matter.
    private static (int Factors, ulong Seed) AudienceOf(MatrixFactorizationRecommender model) =>
        (model.AudienceFactors, model.AudienceFactors == 0 ? 0 : model.Seed);

    private void TrainAudience(MatrixFactorizationRecommender of, int parallelism, CancellationToken cancellationToken)
    {
        int factors = of.AudienceFactors;
        AudienceFactors? kept = factors == 0 || _keptLog.RatingCount == 0 ? null
            : AudienceFactors.Train(_keptLog, factors, of.Seed, parallelism, cancellationToken);
        AudienceFactors? all = factors == 0 || _allLog.RatingCount == 0 ? null
            : kept is null ? AudienceFactors.Train(_allLog, factors, of.Seed, parallelism, cancellationToken)
            : AudienceFactors.TrainFrom(_allLog, kept, parallelism, cancellationToken);
        _keptRatings = _keptRatings! with { Audience = kept };
        _allRatings = _allRatings! with { Audience = all };
        for (int part = 0; part < _otherLogs.Length; part++)
        {
            AudienceFactors? other = factors == 0 || _otherLogs[part].RatingCount == 0 ? null
                : kept is null ? AudienceFactors.Train(_otherLogs[part], factors, of.Seed, parallelism, cancellationToken)
                : AudienceFactors.TrainFrom(_otherLogs[part], kept, parallelism, cancellationToken);
            _otherRatings[part] = _otherRatings[part] with { Audience = other };
            if (factors == AudienceBits.Factors && other is not null)
            {
                _otherAudiences[part] ??= ItemsOf(_otherLogs[part], other);
            }
        }

        if (factors == AudienceBits.Factors && kept is not null && all is not null)
        {
            Audience ??= new TrainedAudience(ItemsOf(_keptLog, kept), ItemsOf(_allLog, all));
        }
    }

    private ItemAudience ItemsOf(RatingLog ratings, AudienceFactors audience)
    {
        int[] counts = ratings.CountByItem();
        Array.Resize(ref counts, _models[0].ItemCount);
        return new ItemAudience(audience.CopyItems(counts.Length), counts);
    }

    // Only what the second training begins with is kept of the first.
    private MatrixFactorizationStart TrainInner(int model, int parallelism, CancellationToken cancellationToken)
    {
        var inner = (MatrixFactorizationRecommender)_inner[model]!;
        MatrixFactorizationModel trained = inner.Train(
            _keptRatings!, parallelism, Part(model, 0, FirstTime / _wholeTime), cancellationToken);
        Answer(model, inner, trained.FoldInModel);
        return trained.Start();
    }

    private void TrainWithoutOtherUsers(
        int model, MatrixFactorizationStart start, int parallelism, CancellationToken cancellationToken)
    {
        var inner = (MatrixFactorizationRecommender)_inner[model]!;
        double time = FirstTime / _wholeTime;
        for (int part = 0; part < _otherRatings.Length; part++)
        {
            IProgress<double>? progress = Part(model, time, time += WarmTime / _wholeTime);
            _otherFoldIn[part][model] = inner.TrainFrom(
                inner, start, _otherRatings[part], WarmIterations, parallelism, progress, cancellationToken).FoldInModel;
        }
    }

    private void TrainOuter(int model, MatrixFactorizationStart start, int parallelism, CancellationToken cancellationToken)
    {
        var outer = (MatrixFactorizationRecommender)_models[model];
        _models[model] = outer.TrainFrom(
            (MatrixFactorizationRecommender)_inner[model]!,
            start,
            _allRatings!,
            WarmIterations,
            parallelism,
            Part(model, 1 - (WarmTime / _wholeTime), 1),
            cancellationToken).ToTrained();
        _inner[model] = null;
        Report(model, 1);
    }

    private void TrainOther(int model, CancellationToken cancellationToken)
    {
        IRecommender inner = _inner[model]!;
        Train(inner, _kept.Value, Part(model, 0, FirstTime / _wholeTime), cancellationToken);
        Answer(model, inner, CentralAnswers.FoldInOf(inner));
        Train(_models[model], _all.Value, Part(model, FirstTime / _wholeTime, 1), cancellationToken);
        _inner[model] = null;
        Report(model, 1);
    }

    private void Answer(int model, IRecommender inner, IFoldInModel? foldIn)
    {
        RatingUnits units = new(inner.Scale);
        short[] answers = new short[_users.Length];
        double[] factors = new double[foldIn?.FactorCount ?? 0];
        for (int i = 0; i < answers.Length; i++)
        {
            if (foldIn is not null && (i == 0 || _users[i] != _users[i - 1]))
            {
                foldIn.FoldIn(_keptLog.OfUser(_users[i]).ToArray(), factors);
            }

            double answer = foldIn?.Predict(factors, _items[i]) ?? CentralModel.Predict(inner, _users[i], _items[i]);
            answers[i] = (short)units.FromRating((float)answer);
        }

        (_answers[model], FoldIn[model]) = (answers, foldIn);
        Report(model, FirstTime / _wholeTime);
    }

    private static void Train(IRecommender model, Rating[] ratings, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        if (model.Get<IBatchRecommender>() is { } batch)
        {
            batch.Fit(ratings, progress, cancellationToken);
            return;
        }

        foreach (Rating rating in ratings)
        {
            cancellationToken.ThrowIfCancellationRequested();
            model.Learn(rating);
        }
    }

    private PartProgress? Part(int model, double start, double end) =>
        _progress is null ? null : new PartProgress(this, model, start, end);

    private void Report(int model, double done)
    {
        if (_progress is null)
        {
            return;
        }

        lock (_reporting)
        {
            _done[model] = Math.Max(_done[model], done);
            double part = _done.Sum() / _done.Length;
            if (part > _reported)
            {
                _reported = part;
                _progress.Report(part);
            }
        }
    }

    private sealed class PartProgress(HeldOutTraining owner, int model, double start, double end) : IProgress<double>
    {
        public void Report(double value) => owner.Report(model, start + (value * (end - start)));
    }
}
