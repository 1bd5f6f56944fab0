using WeightlessNet.Recommenders.Crowd.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Hybrid;

/// <summary>
/// What users have learned and forgotten, as sums over items and levels: what a <see cref="CrowdModel"/> needs to know of it. Several
/// processes that hold personal models collect changes, exchange them, and add them to the same crowd.
/// </summary>
/// <remarks>
/// <para>
/// All sums are integers, so changes may be added in any order and grouped in any way: the crowd is the same, to the byte. A rating that
/// is learned and forgotten leaves nothing.
/// </para>
/// <para>It names no user. Not thread-safe.</para>
/// </remarks>
public sealed partial class CrowdChanges
{
    private readonly SortedDictionary<int, (long Count, long Sum)> _items = [];
    private readonly long[] _levels;

    /// <summary>Creates an object without changes.</summary>
    /// <param name="scale">The scale of the ratings.</param>
    /// <exception cref="ArgumentException"><paramref name="scale"/> is the default value of its type, which is no scale.</exception>
    public CrowdChanges(RatingScale scale)
    {
        if (scale.LevelCount == 0)
        {
            throw new ArgumentException("The default value of RatingScale is no scale. Create one with its constructor.", nameof(scale));
        }

        Scale = scale;
        _levels = new long[scale.LevelCount];
    }

    /// <summary>The scale of the ratings.</summary>
    public RatingScale Scale { get; }

    /// <summary>Whether all changes together change nothing.</summary>
    public bool IsEmpty => _items.Count == 0 && Squares == 0 && Users == default && !_levels.AsSpan().ContainsAnyExcept(0);

    /// <summary>The least number of items that a crowd needs for these changes: the highest id among them, plus 1; 0 for none.</summary>
    public int ItemBound => _items.Count == 0 ? 0 : _items.Keys.Max() + 1;

    /// <summary>
    /// How many ratings must be learned, replaced or forgotten to make these changes, at least: for one change of one user, exactly so
    /// many.
    /// </summary>
    public long ChangedRatings => _items.Values.Sum(static change => Math.Max(1, Math.Abs(change.Count)));

    /// <summary>The changes of the numbers of ratings and of the sums of units, by item; none of them is (0, 0).</summary>
    internal IReadOnlyDictionary<int, (long Count, long Sum)> Items => _items;

    /// <summary>The changes of the numbers of ratings by level.</summary>
    internal ReadOnlySpan<long> Levels => _levels;

    /// <summary>The change of the sum of squared units.</summary>
    internal long Squares { get; private set; }

    /// <summary>The changes of the sums over users.</summary>
    internal TotalsMoments Users { get; private set; }

    /// <summary>Adds what one user's change changes.</summary>
    /// <param name="before">The user's ratings that the crowd knew; null for none.</param>
    /// <param name="after">The user's ratings that it is to know; null for none.</param>
    /// <exception cref="ArgumentException">A scale is another one. Nothing is added.</exception>
    public void Replace(PersonalRatings? before, PersonalRatings? after)
    {
        CheckScale(before, nameof(before));
        CheckScale(after, nameof(after));
        RatingTotals known = Change(before, -1);
        RatingTotals present = Change(after, 1);
        Users = Users.With(new RatingTotals(-known.Count, -known.Sum), -1).With(present, 1);
    }

    /// <summary>Adds other changes to these.</summary>
    /// <param name="other">The other changes, which stay as they are.</param>
    /// <exception cref="ArgumentNullException"><paramref name="other"/> is null.</exception>
    /// <exception cref="ArgumentException">The scale is another one. Nothing is added.</exception>
    public void Add(CrowdChanges other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Add(other, 1);
    }

    /// <summary>Takes other changes away from these, as if they had not been added.</summary>
    /// <param name="other">The other changes, which stay as they are.</param>
    /// <exception cref="ArgumentNullException"><paramref name="other"/> is null.</exception>
    /// <exception cref="ArgumentException">The scale is another one. Nothing is taken away.</exception>
    public void Subtract(CrowdChanges other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Add(other, -1);
    }

    private void Add(CrowdChanges other, int sign)
    {
        CheckScale(other.Scale, nameof(other));

        // A copy, so that changes can be added to themselves.
        foreach ((int item, (long count, long sum)) in other._items.ToArray())
        {
            Change(item, sign * count, sign * sum);
        }

        for (int level = 0; level < _levels.Length; level++)
        {
            _levels[level] += sign * other._levels[level];
        }

        (long squares, TotalsMoments users) = (other.Squares, other.Users);
        Squares += sign * squares;
        Users = new TotalsMoments(
            Users.Count + (sign * users.Count),
            Users.SquaredCounts + (sign * users.SquaredCounts),
            Users.Squares + (sign * users.Squares));
    }

    private RatingTotals Change(PersonalRatings? ratings, int sign)
    {
        RatingTotals totals = default;
        RatingUnits units = new(Scale);
        foreach (RatedItem rated in ratings is null ? default : ratings.Ratings)
        {
            int value = units.FromRating(rated.Value);
            totals = totals.With(value, sign);
            Change(rated.Item, sign, sign * (long)value);
            _levels[Scale.LevelOf(rated.Value)] += sign;
            Squares += sign * (long)value * value;
        }

        return totals;
    }

    private void Change(int item, long count, long sum)
    {
        (long Count, long Sum) known = _items.GetValueOrDefault(item);
        (long Count, long Sum) present = (known.Count + count, known.Sum + sum);
        if (present == default)
        {
            _items.Remove(item);
        }
        else
        {
            _items[item] = present;
        }
    }

    private void CheckScale(PersonalRatings? ratings, string parameter)
    {
        if (ratings is not null)
        {
            CheckScale(ratings.Scale, parameter);
        }
    }

    private void CheckScale(RatingScale scale, string parameter)
    {
        if (scale != Scale)
        {
            throw new ArgumentException(
                $"The ratings are on a scale of {scale.Minimum} to {scale.Maximum} by {scale.Step}, not of {Scale.Minimum} to "
                + $"{Scale.Maximum} by {Scale.Step}.",
                parameter);
        }
    }
}
