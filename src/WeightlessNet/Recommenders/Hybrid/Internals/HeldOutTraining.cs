using System.Runtime.ExceptionServices;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Collaborative.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>Trains models in parallel, each first without the held-out ratings and then on all ratings.</summary>
/// <remarks>
/// Factorizations share the ratings and what was learned of the audience. Only what answers is kept of them. Use an instance once.
/// </remarks>
internal sealed class HeldOutTraining
{
    // A factorization that starts from another one needs far fewer passes. So few leave no trace of what the first one has not seen.
    private const int WarmIterations = 8;
    private const double FirstPart = 0.6;

    private readonly IRecommender?[] _inner;
    private readonly IRecommender[] _models;
    private readonly Rating[] _all;
    private readonly Lazy<Rating[]> _kept;
    private readonly int[] _users;
    private readonly int[] _items;
    private readonly short[][] _answers;
    private readonly RatingLog _allLog;
    private readonly RatingLog _keptLog;
    private readonly IProgress<double>? _progress;
    private readonly Lock _reporting = new();
    private readonly double[] _done;
    private TrainingRatings? _allRatings;
    private TrainingRatings? _keptRatings;
    private double _reported;

    /// <param name="inner">The models to be trained without the held-out ratings.</param>
    /// <param name="models">The models to be trained on all ratings.</param>
    /// <param name="ratings">All ratings.</param>
    /// <param name="isHeldOut">Whether the rating of an item by a user is held out.</param>
    /// <param name="progress">Receives the fraction done.</param>
    public HeldOutTraining(
        IRecommender[] inner,
        IRecommender[] models,
        Rating[] ratings,
        Func<int, int, bool> isHeldOut,
        IProgress<double>? progress)
    {
        _inner = [.. inner];
        _models = [.. models];
        FoldIn = new IFoldInModel?[models.Length];
        _progress = progress;
        _all = ratings;
        _kept = new Lazy<Rating[]>(() => [.. ratings.Where(rating => !isHeldOut(rating.User, rating.Item))]);
        _allLog = new RatingLog(models[0].Scale);
        _keptLog = new RatingLog(models[0].Scale);
        foreach (ref readonly Rating rating in ratings.AsSpan())
        {
            _allLog.Set(rating, out _);
            if (!isHeldOut(rating.User, rating.Item))
            {
                _keptLog.Set(rating, out _);
            }
        }

        int held = _allLog.RatingCount - _keptLog.RatingCount;
        (_users, _items) = (new int[held], new int[held]);
        ListHeldOut(isHeldOut);
        _answers = new short[models.Length][];
        _done = new double[models.Length];
    }

    /// <summary>For each model, what answers without the held-out ratings; null for one without fold-in.</summary>
    public IFoldInModel?[] FoldIn { get; }

    /// <summary>Trains all models. An exception of one of them ends the training and is rethrown.</summary>
    public void Run(int parallelism, CancellationToken cancellationToken)
    {
        ParallelOptions options = new() { MaxDegreeOfParallelism = parallelism, CancellationToken = cancellationToken };
        ShareRatings(parallelism, cancellationToken);
        try
        {
            Parallel.For(0, _models.Length, options, model => Train(model, cancellationToken));
        }
        catch (AggregateException exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }
    }

    /// <summary>The trained models.</summary>
    public IRecommender[] Models() => _models;

    /// <summary>What the models predicted for the held-out ratings.</summary>
    public HeldOutAnswers Answers() => new(_users, _items, _answers);

    /// <summary>The number of ratings of each user.</summary>
    public int[] CountByUser() => [.. Enumerable.Range(0, _allLog.UserCount).Select(user => _allLog.OfUser(user).Length)];

    /// <summary>Who rates the items, in a given number of factors; null if no model uses these.</summary>
    public TrainedAudience? AudienceOf(int factors) =>
        ItemsOf(_keptRatings, factors) is ItemAudience kept && ItemsOf(_allRatings, factors) is ItemAudience all
            ? new TrainedAudience(kept, all)
            : null;

    private ItemAudience? ItemsOf(TrainingRatings? ratings, int factors)
    {
        int itemCount = _models[0].ItemCount;
        return ratings?.AudienceOf(factors) is AudienceFactors trained
            ? new ItemAudience(
                trained.CopyItems(itemCount),
                [.. Enumerable.Range(0, itemCount).Select(item => ratings.ByItem.OfUser(item).Length)])
            : null;
    }

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

    private void ShareRatings(int parallelism, CancellationToken cancellationToken)
    {
        foreach (MatrixFactorizationRecommender model in _models.OfType<MatrixFactorizationRecommender>())
        {
            _keptRatings ??= new TrainingRatings(_keptLog, model.Scale);
            _allRatings ??= new TrainingRatings(_allLog, model.Scale);
            if (model.AudienceFactors > 0)
            {
                _keptRatings.TrainAudience(model.AudienceFactors, model.Seed, null, parallelism, cancellationToken);
                _allRatings.TrainAudience(
                    model.AudienceFactors,
                    model.Seed,
                    _keptRatings.AudienceOf(model.AudienceFactors),
                    parallelism,
                    cancellationToken);
            }
        }
    }

    private void Train(int model, CancellationToken cancellationToken)
    {
        IProgress<double>? first = Part(model, 0, FirstPart);
        IProgress<double>? second = Part(model, FirstPart, 1);
        IRecommender inner = _inner[model]!;
        if (inner is MatrixFactorizationRecommender innerFactorization && _models[model] is MatrixFactorizationRecommender factorization)
        {
            MatrixFactorizationModel trained = innerFactorization.Train(_keptRatings!, first, cancellationToken);
            Answer(model, inner, trained.FoldInModel);
            _models[model] = factorization.TrainFrom(
                innerFactorization, trained, _allRatings!, WarmIterations, second, cancellationToken).ToTrained();
        }
        else
        {
            Train(inner, _kept.Value, first, cancellationToken);
            Answer(model, inner, CentralAnswers.FoldInOf(inner));
            if (inner.Get<MatrixFactorizationRecommender>() is { } warm
                && _models[model].Get<MatrixFactorizationRecommender>() is { } outer)
            {
                outer.FitFrom(warm, _all, WarmIterations, second, cancellationToken);
            }
            else
            {
                Train(_models[model], _all, second, cancellationToken);
            }
        }

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
        Report(model, FirstPart);
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
