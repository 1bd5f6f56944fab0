using WeightlessNet.Recommenders.Hybrid.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Context.Internals;

/// <summary>What groups of tables answer for held-out ratings, and what they should: in quarters of the rating range.</summary>
internal sealed class ContextEquations
{
    private const double Quarter = RatingUnits.Range / 4.0;

    private readonly ContextLayout _layout;
    private readonly IReadOnlyDictionary<int, UserContext> _users;
    private readonly IReadOnlyList<ulong[]> _items;
    private readonly RatingUnits _units;
    private readonly int[] _groups;
    private readonly double[] _readings;
    private readonly int[] _columns;
    private readonly double[] _values;

    /// <param name="layout">The groups.</param>
    /// <param name="users">What is known of the users.</param>
    /// <param name="items">The values of each item's fields.</param>
    /// <param name="scale">The scale of the ratings.</param>
    public ContextEquations(
        ContextLayout layout, IReadOnlyDictionary<int, UserContext> users, IReadOnlyList<ulong[]> items, RatingScale scale)
    {
        (_layout, _users, _items, _units) = (layout, users, items, new RatingUnits(scale));
        int groups = layout.Groups.Count;
        int knots = RatingWeights.Knots.Length;
        (_groups, _readings) = (new int[groups], new double[groups]);
        (_columns, _values) = (new int[groups * knots], new double[groups * knots]);
        (OfKnown, OfAll, OfNewcomers) = (new(groups * knots), new(groups * knots), new(groups));
    }

    /// <summary>What the hybrid misses of ratings of users whose other ratings are known; a column for each group and knot.</summary>
    public LeastSquares OfKnown { get; }

    /// <summary>What the items' means miss of ratings of users of whom no rating is known; a column for each group.</summary>
    public LeastSquares OfNewcomers { get; }

    /// <summary>Both together; a column for each group and knot.</summary>
    public LeastSquares OfAll { get; }

    /// <summary>Adds held-out ratings.</summary>
    public void Add(HeldOutErrors part, CancellationToken cancellationToken)
    {
        Dictionary<int, UserContext> kept = UserContext.AllOf(part.Kept, _units, _users);
        ItemMeans means = ItemMeans.Of([.. kept.Values.Select(static user => user.Ratings)], _items.Count);
        var tables = ContextTables.Of(_layout, _layout.Groups, means, kept.Values, _items);

        for (int first = 0, end; first < part.Held.Length; first = end)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int user = part.Held[first].User;
            end = first;
            while (end < part.Held.Length && part.Held[end].User == user)
            {
                Ask(tables, part, end++, isNewcomer: false);
            }

            // The user's own ratings would tell the level of the user.
            UserContext own = kept.GetValueOrDefault(user, UserContext.Unknown);
            tables.Add(own, _items, -1);
            for (int i = first; i < end; i++)
            {
                Ask(tables, part, i, isNewcomer: true);
            }

            tables.Add(own, _items, 1);
        }
    }

    private void Ask(ContextTables tables, HeldOutErrors part, int i, bool isNewcomer)
    {
        Rating held = part.Held[i];
        UserContext user = _users.GetValueOrDefault(held.User, UserContext.Unknown);
        int read = 0;
        foreach (ContextGroup group in _layout.Groups)
        {
            if (tables.TryAnswer(
                group, user.Description, user.MomentOf(held.Item), held.Item, _items[held.Item], out long answer) && answer != 0)
            {
                _groups[read] = group.Index;
                _readings[read++] = answer / (Quarter * (1 << ContextTables.CellBits));
            }
        }

        double target = isNewcomer ? (_units.FromRating(held.Value) - tables.Means.Of(held.Item)) / Quarter : part.Errors[i];
        double weight = part.Importance is null ? 1 : Math.Sqrt(part.Importance[i]);
        int used = ByCount(read, isNewcomer ? 0 : part.Counts[i]);
        OfAll.Add(_columns.AsSpan(0, used), _values.AsSpan(0, used), target, weight);
        if (isNewcomer)
        {
            OfNewcomers.Add(_groups.AsSpan(0, read), _readings.AsSpan(0, read), target, weight);
        }
        else
        {
            OfKnown.Add(_columns.AsSpan(0, used), _values.AsSpan(0, used), target, weight);
        }
    }

    // Spreads the readings over the knots on both sides of a number of ratings.
    private int ByCount(int read, int ratings)
    {
        Span<int> hats = stackalloc int[RatingWeights.Knots.Length];
        RatingWeights.WriteHats(ratings, hats);
        int used = 0;
        for (int i = 0; i < read; i++)
        {
            for (int knot = 0; knot < hats.Length; knot++)
            {
                if (hats[knot] != 0)
                {
                    _columns[used] = (_groups[i] * hats.Length) + knot;
                    _values[used++] = _readings[i] * hats[knot] / (1 << RatingWeights.FractionBits);
                }
            }
        }

        return used;
    }
}
