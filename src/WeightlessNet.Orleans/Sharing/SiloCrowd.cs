using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using WeightlessNet.Orleans.Grains.Internals;
using WeightlessNet.Orleans.Internals;
using WeightlessNet.Orleans.Sharing.Internals;
using WeightlessNet.Orleans.Storage;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Recommenders.Tuning;

namespace WeightlessNet.Orleans.Sharing;

/// <summary>
/// The crowd of a silo: the one that the application gave, with the items that were added since, what a silo has trained, and what users of
/// all silos have changed. It follows the items, the trainings and the crowd's log in the store.
/// </summary>
/// <remarks>
/// Silos that have read the same of the log and the same training have the same crowd, to the byte, whatever the order in which they read
/// it. Thread-safe: who asks takes <see cref="Current"/>, and holds nobody up.
/// </remarks>
public sealed partial class SiloCrowd : IDisposable
{
    // How long a user waits for an item that somebody has rated, and how often the store is asked meanwhile.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenReadings = TimeSpan.FromMilliseconds(100);

    private readonly ILogger _logger;
    private readonly FollowedItems _items;
    private readonly FollowedLog _log;
    private readonly FollowedTraining _training;
    private readonly SemaphoreSlim _reading = new(1);
    private readonly CancellationTokenSource _disposing = new();
    private readonly CancellationToken _disposed;
    private readonly Lock _sharing = new();
    private CrowdModel _base;
    private Task<CrowdVersion>? _next;
    private volatile CrowdVersion _current;
    private volatile CrowdHealth _health = new(null, null, null, null, null);

    /// <summary>Creates the crowd of a silo, which has read nothing yet.</summary>
    /// <param name="store">The store with the log.</param>
    /// <param name="origin">
    /// What users share before they change anything, the same for all silos. It must know no ratings of users of the store.
    /// </param>
    /// <param name="options">The options; the defaults if null.</param>
    /// <param name="log">Is told of a training that this silo cannot use; nobody if null.</param>
    /// <exception cref="ArgumentNullException"><paramref name="store"/> or <paramref name="origin"/> is null.</exception>
    public SiloCrowd(IUserStore store, CrowdModel origin, CrowdOptions? options = null, ILogger<SiloCrowd>? log = null)
        : this(store, origin, null, options, log)
    {
    }

    /// <summary>Creates the crowd of a silo that knows when the items that it does not have were offered.</summary>
    internal SiloCrowd(
        IUserStore store, CrowdModel origin, IReadOnlyDictionary<int, long>? withdrawn, CrowdOptions? options, ILogger<SiloCrowd>? log)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(origin);
        _logger = (ILogger?)log ?? NullLogger.Instance;
        _base = origin;
        _items = new FollowedItems(store, origin, withdrawn);
        _log = new FollowedLog(store, origin.Scale, options ?? new CrowdOptions());
        _training = new FollowedTraining(store, _logger);
        _disposed = _disposing.Token;
        _current = new CrowdVersion(origin, 0, [.. _log.Positions], ControlsOf(origin));
    }

    /// <summary>The latest version.</summary>
    public CrowdVersion Current => _current;

    /// <summary>How the silo follows the store, for a health check of the application.</summary>
    public CrowdHealth Health => _health;

    /// <summary>
    /// Reads what is new in the store. If others read already, waits for them and reads what came meanwhile; all who wait share one
    /// reading.
    /// </summary>
    /// <param name="cancellationToken">Cancels the waiting.</param>
    /// <returns>The version afterwards: it knows all that was acknowledged before the call.</returns>
    /// <exception cref="IOException">The store cannot be read. The present version stays.</exception>
    /// <exception cref="InvalidDataException">
    /// The log's checkpoint is damaged or of another scale, or the items' bits are not those of this silo. Of a single entry that cannot be
    /// added, <see cref="Health"/> tells.
    /// </exception>
    /// <exception cref="OperationCanceledException">The waiting was canceled, or this object was disposed.</exception>
    public Task<CrowdVersion> RefreshAsync(CancellationToken cancellationToken = default)
    {
        Task<CrowdVersion> next;
        lock (_sharing)
        {
            next = _next ??= Task.Run(ReadNextAsync, CancellationToken.None);
        }

        return next.WaitAsync(cancellationToken);
    }

    /// <summary>Waits until the crowd knows a change.</summary>
    /// <param name="part">The part of the change.</param>
    /// <param name="sequence">Its sequence number; 0 for none.</param>
    /// <param name="cancellationToken">Cancels the waiting.</param>
    /// <returns>A version that knows it.</returns>
    /// <exception cref="IOException">The store cannot be read.</exception>
    /// <exception cref="InvalidDataException">
    /// The log is damaged, or ends before the change, or this silo lacks an item that somebody has rated, and it did not come for 5
    /// seconds.
    /// </exception>
    /// <exception cref="OperationCanceledException">The waiting was canceled, or this object was disposed.</exception>
    public async Task<CrowdVersion> ReachAsync(int part, long sequence, CancellationToken cancellationToken = default)
    {
        CrowdVersion version = _current;
        long began = Stopwatch.GetTimestamp();
        while (version.Positions[part] < sequence)
        {
            version = await RefreshAsync(cancellationToken).ConfigureAwait(false);
            if (version.Positions[part] >= sequence)
            {
                break;
            }

            if (version.LackedItem is not { } item)
            {
                throw new InvalidDataException(
                    $"The log of the crowd ends at entry {version.Positions[part]} of part {part}, but a user has written entry "
                    + $"{sequence}. " + _health.UnusedEntry);
            }

            if (Stopwatch.GetElapsedTime(began) > LongestWait)
            {
                throw new InvalidDataException(
                    $"Somebody has rated item {item}, but this silo knows {version.Model.ItemCount} items. Add items to the store before "
                    + $"they are offered, by {nameof(StoredCatalog)}.{nameof(StoredCatalog.AddItemsAsync)}.");
            }

            await Task.Delay(BetweenReadings, cancellationToken).ConfigureAwait(false);
        }

        return version;
    }

    /// <summary>Ends a reading that runs. <see cref="Current"/> can still be asked.</summary>
    public void Dispose()
    {
        if (!_disposed.IsCancellationRequested)
        {
            _disposing.Cancel();
            _disposing.Dispose();
        }
    }

    /// <summary>Reads what is new in the store, and returns what a training begins with, as it is at one moment.</summary>
    /// <exception cref="IOException">The store cannot be read.</exception>
    internal async Task<TrainingStart> StartTrainingAsync(CancellationToken cancellationToken)
    {
        await RefreshAsync(cancellationToken).ConfigureAwait(false);
        await _reading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return new TrainingStart(_base, _log.RatingChanges, _training.Number, _training.Head, _training.IsLater);
        }
        finally
        {
            _reading.Release();
        }
    }

    private async Task<CrowdVersion> ReadNextAsync()
    {
        await _reading.WaitAsync(_disposed).ConfigureAwait(false);
        try
        {
            CrowdVersion version = await MeasuredCall.RunAsync(
                "weightlessnet.cluster.crowd.read", ClusterInstruments.ReadDuration, ReadAsync).ConfigureAwait(false);
            _health = new CrowdHealth(
                TimeProvider.System.GetUtcNow(),
                null,
                version.LackedItem,
                _training.Number == _training.UsedNumber ? null : _training.Number,
                _log.UnusedEntry);
            return version;
        }
        catch (Exception failure)
        {
            _health = _health with { Failure = failure.Message };
            throw;
        }
        finally
        {
            _reading.Release();
        }
    }

    private async Task<CrowdVersion> ReadAsync()
    {
        lock (_sharing)
        {
            // Who comes from here on may know of changes that this reading does not find.
            _next = null;
        }

        // Items come before the ratings and the trainings that need them, so they are read after these.
        StoredDocument? training = await _training.ReadAsync(_disposed).ConfigureAwait(false);
        await _log.ReadAsync(_items.Crowd, _disposed).ConfigureAwait(false);
        await _items.ReadAsync(_disposed).ConfigureAwait(false);
        if (training is not null)
        {
            _training.Take(training, _items.Crowd);
        }

        if (_log.LackedItem is not null)
        {
            await _log.ReadAsync(_items.Crowd, _disposed).ConfigureAwait(false);
        }

        if (_log.UnusedEntry is { } entry && entry != _health.UnusedEntry)
        {
            CannotAdd(_logger, entry);
        }

        CrowdModel crowd = _training.On(_items.Crowd);
        if (crowd != _base || _log.LackedItem != _current.LackedItem || !_log.Positions.SequenceEqual(_current.Positions))
        {
            if (_log.LackedItem is { } item && _log.LackedItem != _current.LackedItem)
            {
                Lacks(_logger, item);
            }

            _current = new CrowdVersion(
                _log.On(crowd),
                _training.UsedNumber,
                [.. _log.Positions],
                crowd.Catalog == _base.Catalog ? _current.Controls : ControlsOf(crowd),
                _log.LackedItem);
            _base = crowd;
        }

        await _log.SaveIfDueAsync(_disposed).ConfigureAwait(false);
        return _current;
    }

    private static TunableRecommender ControlsOf(CrowdModel crowd) =>
        new(new PersonalRecommender(new PersonalModel(crowd), crowd), crowd.Catalog);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Somebody has rated item {Item}, which this silo lacks. Changes of some users wait until the store has it.")]
    private static partial void Lacks(ILogger logger, int item);

    [LoggerMessage(Level = LogLevel.Error, Message = "The log of the crowd has an entry that cannot be added. {Entry}")]
    private static partial void CannotAdd(ILogger logger, string entry);
}
