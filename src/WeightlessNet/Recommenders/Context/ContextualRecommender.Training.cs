using WeightlessNet.Recommenders.Context.Internals;
using WeightlessNet.Recommenders.Hybrid.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Context;

/// <content>Training.</content>
public sealed partial class ContextualRecommender
{
    private readonly Lock _training = new();

    // The users who changed since a training began; null if none runs. Protected by `_access`, as the flag is.
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
            lock (_access)
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
                lock (_access)
                {
                    items.AddRange(_items.Skip(items.Count));
                }

                var learned = ContextCalibration.Learn(_layout, errors, users, items, Scale, cancellationToken);
                ContextTables tables = TablesOf(learned.Weights, users.Values, items);
                lock (_access)
                {
                    place();
                    PutInPlace(learned, tables, users);
                }
            }
            finally
            {
                lock (_access)
                {
                    _changed = null;
                }
            }
        }
    }

    private ContextTables TablesOf(ContextWeights weights, IReadOnlyCollection<UserContext> users, List<ulong[]> items)
    {
        ContextTables tables = new(
            _layout, weights.Groups, ItemMeans.Of([.. users.Select(static user => user.Ratings)], items.Count));
        foreach (UserContext user in users)
        {
            tables.Add(user, items, 1);
        }

        return tables;
    }

    // With the lock held. Brings the tables, which were made of some users, up to date.
    private void PutInPlace(ContextCalibration learned, ContextTables tables, Dictionary<int, UserContext> users)
    {
        if (_itemsHaveChanged)
        {
            // Rare: cells of other items' fields were addressed by values that are not known any more.
            tables = new ContextTables(_layout, learned.Weights.Groups, tables.Means);
            foreach (UserContext user in _users.Values)
            {
                tables.Add(user, _items, 1);
            }
        }
        else
        {
            foreach (int user in _changed!)
            {
                tables.Add(users.GetValueOrDefault(user, UserContext.Unknown), _items, -1);
                tables.Add(ContextOf(user), _items, 1);
            }
        }

        (_tables, _weights, _calibration) = (tables, learned.Weights, learned.Report);
    }
}
