using System.Runtime.ExceptionServices;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>Trains models in parallel: each but the last without the ratings of its own fold, the last on all ratings.</summary>
/// <remarks>Use an instance once.</remarks>
internal sealed class CrossFit
{
    private readonly IRecommender[] _models;
    private readonly Rating[] _ratings;
    private readonly int[] _folds;
    private readonly IProgress<double>? _progress;
    private readonly Lock _reporting = new();
    private readonly double[] _done;
    private double _reported;

    /// <param name="models">One model for each fold, and one more.</param>
    /// <param name="ratings">All ratings.</param>
    /// <param name="folds">The fold of each rating.</param>
    /// <param name="progress">Receives the fraction done.</param>
    public CrossFit(IRecommender[] models, Rating[] ratings, int[] folds, IProgress<double>? progress)
    {
        _models = models;
        _ratings = ratings;
        _folds = folds;
        _progress = progress;
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

    private void Train(int model, CancellationToken cancellationToken)
    {
        Rating[] ratings = [.. _ratings.Where((_, i) => _folds[i] != model)];
        if (_models[model].Get<IBatchRecommender>() is { } batch)
        {
            batch.Fit(ratings, _progress is null ? null : new PartProgress(this, model), cancellationToken);
        }
        else
        {
            foreach (Rating rating in ratings)
            {
                cancellationToken.ThrowIfCancellationRequested();
                _models[model].Learn(rating);
            }
        }

        Report(model, 1);
    }

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

    private sealed class PartProgress(CrossFit owner, int model) : IProgress<double>
    {
        public void Report(double value) => owner.Report(model, value);
    }
}
