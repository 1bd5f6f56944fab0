using System.Runtime.ExceptionServices;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Collaborative.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>Trains models in parallel, each first without the held-out ratings and then on all ratings.</summary>
/// <remarks>Use an instance once.</remarks>
internal sealed class HeldOutTraining
{
    // A factorization that starts from another one needs far fewer passes. So few leave no trace of what the first one has not seen.
    private const int WarmIterations = 8;
    private const double FirstPart = 0.6;

    private readonly IRecommender[] _inner;
    private readonly IRecommender[] _models;
    private readonly Rating[] _all;
    private readonly Rating[] _kept;
    private readonly int[] _users;
    private readonly int[] _items;
    private readonly short[][] _answers;
    private readonly RatingLog _log;
    private readonly IProgress<double>? _progress;
    private readonly Lock _reporting = new();
    private readonly double[] _done;
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
        _inner = inner;
        _models = models;
        _progress = progress;
        _all = ratings;
        _kept = [.. _all.Where(rating => !isHeldOut(rating.User, rating.Item))];
        (int User, int Item)[] held =
        [
            .. _all.Where(rating => isHeldOut(rating.User, rating.Item))
                .Select(rating => (rating.User, rating.Item)).Distinct().Order(),
        ];
        _users = [.. held.Select(pair => pair.User)];
        _items = [.. held.Select(pair => pair.Item)];
        _answers = new short[models.Length][];
        _log = new RatingLog(models[0].Scale);
        foreach (Rating rating in _kept)
        {
            _log.Set(rating, out _);
        }

        _done = new double[models.Length];
    }

    /// <summary>Trains all models. An exception of one of them ends the training and is rethrown.</summary>
    public void Run(int parallelism, CancellationToken cancellationToken)
    {
        ParallelOptions options = new() { MaxDegreeOfParallelism = parallelism, CancellationToken = cancellationToken };
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

    /// <summary>What the models predicted for the held-out ratings.</summary>
    public HeldOutAnswers Answers() => new(_users, _items, _answers);

    private void Train(int model, CancellationToken cancellationToken)
    {
        IRecommender inner = _inner[model];
        Train(inner, _kept, Part(model, 0, FirstPart), cancellationToken);
        _answers[model] = AnswersOf(inner);
        Report(model, FirstPart);
        IProgress<double>? part = Part(model, FirstPart, 1);
        if (_models[model].Get<MatrixFactorizationRecommender>() is { } warm
            && inner.Get<MatrixFactorizationRecommender>() is { } trained)
        {
            warm.FitFrom(trained, _all, WarmIterations, part, cancellationToken);
        }
        else
        {
            Train(_models[model], _all, part, cancellationToken);
        }

        Report(model, 1);
    }

    private short[] AnswersOf(IRecommender inner)
    {
        RatingUnits units = new(inner.Scale);
        short[] answers = new short[_users.Length];
        IFoldInModel? foldIn = CentralAnswers.FoldInOf(inner);
        double[] factors = new double[foldIn?.FactorCount ?? 0];
        for (int i = 0; i < answers.Length; i++)
        {
            if (foldIn is not null && (i == 0 || _users[i] != _users[i - 1]))
            {
                foldIn.FoldIn(_log.OfUser(_users[i]).ToArray(), factors);
            }

            double answer = foldIn?.Predict(factors, _items[i]) ?? CentralModel.Predict(inner, _users[i], _items[i]);
            answers[i] = (short)units.FromRating((float)answer);
        }

        return answers;
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
