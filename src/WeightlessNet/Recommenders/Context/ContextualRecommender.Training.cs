using WeightlessNet.Recommenders.Context.Internals;
using WeightlessNet.Recommenders.Hybrid.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Context;

/// <content>Training.</content>
public sealed partial class ContextualRecommender
{
    private readonly Lock _training = new();

    // The users who changed since a training began; null if none runs. Protected by `_changing`, as the flag is.
    private HashSet<int>? _changed;
    private bool _itemsHaveChanged;

    /// <summary>
    /// Trains the hybrid on the current ratings, as <see cref="Hybrid.HybridRecommender.Refit"/> does, and learns from the same held-out
    /// ratings how much the context counts. Other threads may learn, forget and ask meanwhile.
    /// </summary>
    /// <param name="progress">Receives the fraction done, 0 to 1. It must not start another training of this recommender.</param>
    /// <param name="cancellationToken">Cancels the training; nothing is changed then.</param>
    /// <exception cref="InvalidOperationException"><paramref name="progress"/> of a training of this recommender called.</exception>
    /// <exception cref="OperationCanceledException">The training was canceled. Nothing is changed.</exception>
    public void Refit(IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        IProgress<double>? report = ProgressReport.Begin(progress, this);
        lock (_training)
        {
            Dictionary<int, UserContext> users;
            List<ulong[]> items;
            lock (_changing)
            {
                users = new Dictionary<int, UserContext>(_users);
                items = [.. _items];
                (_changed, _itemsHaveChanged) = ([], false);
            }

            try
            {
                IReadOnlyList<HeldOutErrors> errors = [];
                Action place = _hybrid.Train(parts => errors = parts, report, cancellationToken);

                // What was added while the hybrid copied its ratings.
                lock (_changing)
                {
                    items.AddRange(_items.Skip(items.Count));
                }

                var learned = ContextCalibration.Learn(_layout, errors, users, items, Scale, cancellationToken);
                ItemMeans means = ItemMeans.Of([.. users.Values.Select(static user => user.Ratings)], items.Count);
                var tables = ContextTables.Of(_layout, learned.Weights.Groups, means, users.Values, items);
                lock (_changing)
                {
                    tables = UpToDate(tables, users);
                    lock (_access)
                    {
                        place();
                        (_tables, _weights, _calibration) = (tables, learned.Weights, learned.Report);
                    }
                }
            }
            finally
            {
                lock (_changing)
                {
                    _changed = null;
                }
            }
        }
    }

    // With the lock of changes held. Brings new tables, which were made of some users, up to date.
    private ContextTables UpToDate(ContextTables tables, Dictionary<int, UserContext> users)
    {
        if (_itemsHaveChanged)
        {
            // Rare: cells of other items' fields were addressed by values that are not known any more.
            return ContextTables.Of(_layout, tables.Groups, tables.Means, _users.Values, _items);
        }

        foreach (int user in _changed!)
        {
            tables.Add(users.GetValueOrDefault(user, UserContext.Unknown), _items, -1);
            tables.Add(ContextOf(user), _items, 1);
        }

        return tables;
    }
}
