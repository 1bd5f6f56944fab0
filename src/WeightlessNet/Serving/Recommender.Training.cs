using System.Diagnostics;
using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Serving.Internals;

namespace WeightlessNet.Serving;

/// <content>
/// Training. New models learn all ratings while the present ones answer. What changes meanwhile is kept, repeated for the new models, and
/// then they take their place at once.
/// </content>
public sealed partial class Recommender<TUser, TItem>
{
    private const double RatingsTrained = 0.6;
    private const double ListsTrained = 0.99;

    // How often what changed meanwhile is repeated while others go on, before they wait for the rest.
    private const int Rounds = 3;

    private readonly SemaphoreSlim _training = new(1);
    private readonly CancellationTokenSource _closing = new();
    private volatile TrainingReport? _lastTraining;
    private volatile Exception? _trainingFailure;

    // Whether what was trained could not be used, because fields have changed.
    private volatile bool _hasLostTraining;
    private long _changesThen;
    private long _itemChangesThen;
    private int? _ratingsThen;

    // In seconds since 1970; 0 if there was no training.
    private long _lastTrained;
    private long _trainedAt = Stopwatch.GetTimestamp();

    /// <summary>The last training since the recommender was opened; null if there was none.</summary>
    public TrainingReport? LastTraining => _lastTraining;

    /// <summary>
    /// Trains now, on another thread: learns from all ratings what users have in common, and how much each part of an answer counts. The
    /// recommender goes on answering and learning. Durable recommenders then write a checkpoint.
    /// </summary>
    /// <param name="progress">
    /// Receives the fraction done, 0 to 1, on the training's threads. An exception of it during the training ends the training, and the
    /// present models stay. It receives 1 when the new models answer and are stored; an exception of that call changes nothing any more.
    /// Both exceptions are thrown here. <paramref name="progress"/> must not wait for the end of <see cref="DisposeAsync"/>, which waits
    /// for the training.
    /// </param>
    /// <param name="cancellationToken">Cancels the training; the present models then stay.</param>
    /// <returns>What the training did. If another training runs, this one waits for it first.</returns>
    /// <exception cref="InvalidOperationException">
    /// The catalog has no items, a central model of the options is not valid, or <paramref name="progress"/> of a training calls it.
    /// </exception>
    /// <exception cref="OperationCanceledException">The training was canceled, or the recommender was disposed of meanwhile.</exception>
    /// <exception cref="IOException">
    /// The checkpoint cannot be written. The training counts nevertheless until the recommender is closed.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The recommender has been disposed of.</exception>
    public async Task<TrainingReport> TrainAsync(IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        progress = ProgressReport.Begin(progress, this);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
        await _training.WaitAsync(either.Token).ConfigureAwait(false);
        TrainingReport report;
        try
        {
            CancellationToken token = either.Token;
            report = await Task.Factory.StartNew(
                () => TrainMeasured(progress, token), token, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
        }
        finally
        {
            _training.Release();
        }

        // The new models answer, so it is not canceled any longer.
        await CheckpointAsync(CancellationToken.None).ConfigureAwait(false);
        progress?.Report(1);
        return report;
    }

    private TrainingReport Train(IProgress<double>? progress, CancellationToken cancellationToken)
    {
        long started = Stopwatch.GetTimestamp();
        object?[] records;
        ServedModels<TItem> before;
        long changes;
        long itemChanges;
        long descriptionChanges;
        int described;
        lock (_catalog)
        {
            before = _models ?? throw new InvalidOperationException("The catalog has no items. Add items before a training.");
            records = Records();
            _changedItems = [];
            (descriptionChanges, described) = (Interlocked.Read(ref _descriptionChanges), _descriptions.Count);
            itemChanges = _itemChanges;
            changes = ChangeStripes(static stripe => stripe.Kept = []);
        }

        try
        {
            var made = ServedModels<TItem>.Create(_schema, records, _options, _descriptions);

            // A change that is kept may also be in the copy: repeating it changes nothing. The copy may rate items that were just added.
            Rating[] ratings = before.Pair.Ratings.CopyRatings();
            RepeatItems(made);
            foreach (ref readonly Rating rating in ratings.AsSpan())
            {
                made.Pair.LearnRating(rating);
            }

            if (_options.Events is null)
            {
                made.Pair.RefitRatings(ProgressPart.Of(progress, 0, RatingsTrained), cancellationToken);
            }

            double begun = _options.Events is null ? RatingsTrained : 0;
            made.Pair.FitLists(ratings, ProgressPart.Of(progress, begun, ListsTrained), cancellationToken);
            int unfit = PutInPlace(made);
            (_changesThen, _itemChangesThen, _ratingsThen, _trainedAt) = (changes, itemChanges, ratings.Length, Stopwatch.GetTimestamp());
            DateTimeOffset ended = DateTimeOffset.UtcNow;
            Volatile.Write(ref _lastTrained, ended.ToUnixTimeSeconds());
            (_descriptionChangesThen, _describedThen) = (descriptionChanges, described);
            TrainingReport report = new()
            {
                Ended = ended,
                Duration = Stopwatch.GetElapsedTime(started),
                RatingCount = ratings.Length,
                UserCount = ratings.AsSpan().Length == 0 ? 0 : ratings.DistinctBy(static rating => rating.User).Count(),
                ItemCount = made.Pair.ItemCount,
                RatingParts = made.Pair.RatingParts,
                ListParts = made.Pair.ListParts,
                HalfLives = made.Pair.Lists.HalfLives,
                DroppedWords = DroppedWordsOf(made.Schema),
                LeftOutFields = made.Pair.Users?.LeftOutFields ?? [],
                UnfitControls = unfit,
                FollowsLostTraining = _hasLostTraining,
            };
            _lastTraining = report;
            _hasLostTraining = false;
            _trainingFailure = null;
            return report;
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            _trainingFailure = failure;
            throw;
        }
        finally
        {
            lock (_catalog)
            {
                _changedItems = null;
                ChangeStripes(static stripe => stripe.Kept = null);
            }
        }
    }

    // Brings new models up to date and puts them in the place of the present ones. Returns how many controls no longer apply.
    private int PutInPlace(ServedModels<TItem> made)
    {
        for (int round = 0; round < Rounds; round++)
        {
            List<List<Change>> kept = [];
            ChangeStripes(stripe =>
            {
                kept.Add(stripe.Kept!);
                stripe.Kept = [];
            });

            // After the changes are taken: they may rate an item that was just added.
            RepeatItems(made);
            kept.ForEach(changes => changes.ForEach(change => ApplyTo(made.Pair, change)));
        }

        // Before others wait, for it reads all items. Those that change meanwhile are repeated.
        made.WatchAllOf(_models!, _items);
        lock (_catalog)
        {
            RepeatItems(made);
            foreach (ChangeStripe stripe in _stripes)
            {
                stripe.Lock.Enter();
            }

            try
            {
                foreach (ChangeStripe stripe in _stripes)
                {
                    stripe.Kept!.ForEach(change => ApplyTo(made.Pair, change));
                }

                int unfit = made.TakeControls(_models!, _items);
                _models = made;
                return unfit;
            }
            finally
            {
                foreach (ChangeStripe stripe in _stripes)
                {
                    stripe.Lock.Exit();
                }
            }
        }
    }

    // Adds the items that were added since the training began, and changes those that changed.
    private void RepeatItems(ServedModels<TItem> made)
    {
        lock (_catalog)
        {
            // An item that was removed at once has no record. Its bits do not matter until it is added again.
            int[] changed = [.. _changedItems!.Distinct().Order()];
            made.Change([.. changed.Select(id => (id, _items.TryGet(id, out TItem item) ? made.Encode(item) : made.NoBits()))]);
            foreach (int id in changed)
            {
                if (_items.TryGet(id, out TItem item))
                {
                    made.Read(id, item);
                }
            }

            _changedItems!.Clear();
        }
    }

    // Does something with every stripe, and returns how many times ratings were changed.
    private long ChangeStripes(Action<ChangeStripe> change)
    {
        long count = 0;
        foreach (ChangeStripe stripe in _stripes)
        {
            lock (stripe.Lock)
            {
                change(stripe);
                count += stripe.ChangeCount;
            }
        }

        return count;
    }

    // After an opening: ratings that came or went since the last training may be in the checkpoint, not in the log that was repeated.
    private void CountEarlierChanges()
    {
        long counted = ChangeStripes(static _ => { });
        _changesThen = Math.Min(0, counted - Math.Abs(RatingCount - (_ratingsThen ?? 0)));
    }

    private bool IsTrainingDue()
    {
        if (_models is null)
        {
            return false;
        }

        long items = Interlocked.Read(ref _itemChanges) - _itemChangesThen;
        TimeSpan elapsed = Stopwatch.GetElapsedTime(_trainedAt);
        long changes = ChangeStripes(static _ => { }) - _changesThen;
        if (RatingCount > 0)
        {
            changes += Interlocked.Read(ref _descriptionChanges) - _descriptionChangesThen;
        }

        return _options.Training.IsDue(changes, _ratingsThen + _describedThen, elapsed)
            || (RatingCount > 0 && _options.Training.IsDue(items, _items.Count, elapsed));
    }

    private static Dictionary<string, int> DroppedWordsOf(FeatureSchema<TItem>? schema) => (schema?.Fields ?? [])
        .Where(static field => field.DroppedWords > 0)
        .ToDictionary(static field => field.Name, static field => field.DroppedWords);
}
