using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using WeightlessNet.Orleans.Grains.Internals;
using WeightlessNet.Orleans.Internals;
using WeightlessNet.Orleans.Sharing.Internals;
using WeightlessNet.Orleans.Storage;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Storage;

namespace WeightlessNet.Orleans.Sharing;

/// <summary>
/// Trains, for all silos, what users of the cluster have in common: the central models, and how much each part of an answer counts.
/// </summary>
/// <remarks>
/// <para>
/// It reads the users in the store page by page, trains on a thread of this silo, and publishes the result in the store under the next
/// number. All silos take it over at their next reading; until then they answer with the one before. What ends in the middle changes
/// nothing. A lease in the store keeps two silos from training at the same time; if it fails to, the one that publishes later is refused.
/// </para>
/// <para>
/// Answers follow each rating and each forgetting at once, but what was trained keeps the effect of a rating until the next training: that
/// one reads what is stored then. What is published has no user's key, no ratings and no sums of them. Thread-safe.
/// </para>
/// </remarks>
public sealed partial class CrowdTrainer
{
    /// <summary>The name of the lease that a silo holds while it trains.</summary>
    internal const string LeaseName = "training";

    private readonly IUserStore _store;
    private readonly SiloCrowd _crowd;
    private readonly CrowdTrainingOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly DateTimeOffset _since;

    /// <summary>Creates a trainer.</summary>
    /// <param name="store">The store of the cluster.</param>
    /// <param name="crowd">The crowd of this silo.</param>
    /// <param name="options">The options; the defaults if null.</param>
    /// <param name="time">The clock for the rule; the system's if null.</param>
    /// <param name="log">Is told of trainings; nobody if null.</param>
    /// <exception cref="ArgumentNullException"><paramref name="store"/> or <paramref name="crowd"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// The factory of the options creates a recommender with another scale, more items, or other options than the crowd.
    /// </exception>
    /// <exception cref="InvalidOperationException">The factory returned null.</exception>
    /// <exception cref="NotSupportedException">The factory's recommender has a central model that cannot be shared.</exception>
    public CrowdTrainer(
        IUserStore store,
        SiloCrowd crowd,
        CrowdTrainingOptions? options = null,
        TimeProvider? time = null,
        ILogger<CrowdTrainer>? log = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(crowd);
        _store = store;
        _crowd = crowd;
        _options = options ?? new CrowdTrainingOptions();
        _time = time ?? TimeProvider.System;
        _log = (ILogger?)log ?? NullLogger.Instance;
        _since = _time.GetUtcNow();

        // A factory that does not fit is told at the start, not after an hour of training.
        _ = crowd.Current.Model.TrainedAs(CrowdModel.From(_options.CreateFor(crowd.Current.Model)));
    }

    /// <summary>Trains now, whatever the rule says.</summary>
    /// <param name="cancellationToken">Cancels the training. Nothing is changed.</param>
    /// <returns>
    /// Whether this silo has trained and published; false if another silo trains, or has published meanwhile, or if the last training in
    /// the store is of a later version of the library, which must not be replaced by an older one.
    /// </returns>
    /// <exception cref="IOException">The store failed: the training may be published or not.</exception>
    /// <exception cref="InvalidOperationException">
    /// The factory returned null, a central model does not fit, or the crowd has more bytes than a document of a store can have. If it has
    /// them without what the training learns, this is told before users are read.
    /// </exception>
    /// <exception cref="NotSupportedException">The factory created central models that cannot be shared.</exception>
    /// <exception cref="OperationCanceledException">The training was canceled, or another silo has taken over.</exception>
    public Task<bool> TrainAsync(CancellationToken cancellationToken = default) => TrainAloneAsync(static _ => true, cancellationToken);

    /// <summary>Trains if the rule says so.</summary>
    internal async Task<bool> TrainIfDueAsync(CancellationToken cancellationToken) =>
        IsDue(await _crowd.StartTrainingAsync(cancellationToken).ConfigureAwait(false))
        && await TrainAloneAsync(IsDue, cancellationToken).ConfigureAwait(false);

    private bool IsDue(TrainingStart start) => !start.IsLater && _options.Rule.IsDue(
        Math.Max(0, start.Changes - (start.Head?.Changes ?? 0)),
        start.Head is { } head ? (int)Math.Min(head.Ratings, int.MaxValue) : null,
        _time.GetUtcNow() - (start.Head?.Time ?? _since));

    private async Task<bool> TrainAloneAsync(Func<TrainingStart, bool> isWanted, CancellationToken cancellationToken)
    {
        // Each call has its own, so that two calls of one trainer do not both hold the lease.
        string holder = Guid.NewGuid().ToString();
        if (!await _store.LeaseAsync(LeaseName, holder, _options.Lease, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        using var losing = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task keeping = KeepLeaseAsync(holder, losing);
        try
        {
            // Another silo may have published since.
            TrainingStart start = await _crowd.StartTrainingAsync(losing.Token).ConfigureAwait(false);
            bool isPublished = isWanted(start)
                && !start.IsLater
                && await MeasuredCall.RunAsync(
                    "weightlessnet.cluster.train",
                    ClusterInstruments.TrainingDuration,
                    () => TrainAsync(start, losing.Token)).ConfigureAwait(false);
            if (isPublished)
            {
                await _crowd.RefreshAsync(losing.Token).ConfigureAwait(false);
            }

            return isPublished;
        }
        finally
        {
            await losing.CancelAsync().ConfigureAwait(false);
            await keeping.ConfigureAwait(false);
            await GiveBackAsync(holder).ConfigureAwait(false);
        }
    }

    private async Task<bool> TrainAsync(TrainingStart start, CancellationToken cancellationToken)
    {
        DateTimeOffset time = _time.GetUtcNow();
        HybridRecommender recommender = _options.CreateFor(start.Crowd);
        CheckLength(start.Crowd.TrainedAs(CrowdModel.From(recommender)));
        TrainingUsers users = await ReadUsersAsync(cancellationToken).ConfigureAwait(false);
        TrainedCrowd trained = await Task.Factory.StartNew(
            () => Trained(start, time, recommender, users, cancellationToken),
            cancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).ConfigureAwait(false);
        CheckLength(trained.Model);
        bool isPublished = await _store.WriteDocumentAsync(
            TrainedCrowd.Document, new StoredDocument(start.Number + 1, trained.ToBytes()), cancellationToken).ConfigureAwait(false);
        if (isPublished)
        {
            TimeSpan elapsed = _time.GetUtcNow() - time;
            string part = users.IsSample ? "a sample of the" : "all";
            Published(_log, start.Number + 1, trained.Head.Ratings, part, elapsed);
        }

        return isPublished;
    }

    // Before the training, because what it learns comes on top; and afterwards, before a copy is made.
    private void CheckLength(CrowdModel crowd)
    {
        CountedBytes bytes = new();
        crowd.Save(bytes);
        if (bytes.Count > _options.MostBytes)
        {
            throw new InvalidOperationException(
                $"A crowd of {bytes.Count} bytes cannot be published: a store holds {_options.MostBytes} bytes of it at most. Take fewer "
                + $"items or features, or central models that store less ({nameof(CrowdTrainingOptions)}."
                + $"{nameof(CrowdTrainingOptions.Create)}, {nameof(CrowdTrainingOptions.MostRatings)}).");
        }
    }

    private static TrainedCrowd Trained(
        TrainingStart start,
        DateTimeOffset time,
        HybridRecommender recommender,
        TrainingUsers users,
        CancellationToken cancellationToken)
    {
        int user = recommender.UserIdBound;
        foreach (RatedItem[] ratings in users.All)
        {
            foreach (RatedItem rated in ratings.Where(rated => rated.Item < recommender.ItemCount))
            {
                recommender.Learn(new Rating(user, rated.Item, rated.Value, rated.Timestamp));
            }

            user++;
            cancellationToken.ThrowIfCancellationRequested();
        }

        recommender.Refit(null, cancellationToken);

        // Without the sums that the recommender has of the users: those of the log count.
        return new TrainedCrowd(
            new TrainingHead(time, start.Changes, users.RatingCount), start.Crowd.TrainedAs(CrowdModel.From(recommender)));
    }

    private async Task<TrainingUsers> ReadUsersAsync(CancellationToken cancellationToken)
    {
        TrainingUsers users = new(_options.MostRatings);
        int damaged = 0;
        UserPage page;
        string? from = null;
        do
        {
            page = await _store.ReadUsersAsync(from, _options.UsersPerReading, cancellationToken).ConfigureAwait(false);
            foreach ((string key, StoredUser user) in page.Users)
            {
                try
                {
                    RatedItem[] ratings = UserState.RatingsOf(user);
                    if (ratings.All(rated => _crowd.Current.Model.Scale.Contains(rated.Value)))
                    {
                        users.Put(key, ratings);
                    }
                    else
                    {
                        damaged++;
                    }
                }
                catch (InvalidDataException)
                {
                    damaged++;
                }
            }

            from = page.Next;
        }
        while (from is not null);

        if (damaged > 0)
        {
            Skipped(_log, damaged);
        }

        return users;
    }

    private async Task KeepLeaseAsync(string holder, CancellationTokenSource losing)
    {
        long kept = _time.GetTimestamp();
        while (true)
        {
            await Task.Delay(_options.Lease / 3, losing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (losing.IsCancellationRequested)
            {
                return;
            }

            try
            {
                if (await _store.LeaseAsync(LeaseName, holder, _options.Lease, losing.Token).ConfigureAwait(false))
                {
                    kept = _time.GetTimestamp();
                    continue;
                }
            }
            catch (Exception failure) when (failure is IOException or OperationCanceledException)
            {
                if (_time.GetElapsedTime(kept) < _options.Lease)
                {
                    continue;
                }
            }

            await losing.CancelAsync().ConfigureAwait(false);
            return;
        }
    }

    private async Task GiveBackAsync(string holder)
    {
        try
        {
            await _store.LeaseAsync(LeaseName, holder, TimeSpan.Zero, CancellationToken.None).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // It ends by itself.
        }
    }

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Training {Number} is published, from {Part} users. All have {Ratings} ratings. It took {Elapsed}.")]
    private static partial void Published(ILogger logger, long number, long ratings, string part, TimeSpan elapsed);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "A training has left out {Damaged} users who cannot be read, or have ratings off the scale.")]
    private static partial void Skipped(ILogger logger, int damaged);
}
