using System.Numerics;
using WeightlessNet.Bits;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.StateMachines.Internals;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.StateMachines;

namespace WeightlessNet.Recommenders.StateMachines;

/// <summary>
/// One <see cref="StateMachine"/> per user: its input is an item's bits, its output the rating as a thermometer. With a catalog made by
/// the paper's item encoding (in the package WeightlessNet.Evaluation), a scale of 0 to 5 stars by halves and the default options it is
/// the system of "Weightless Neural Networks for Continuously Trainable Personalized Recommendation Systems" (arXiv 2511.05499):
/// I = Q = [10, 3, 3, 10], Z = [10], forward-forward, five steps of recall; but for the distance, which the paper does not publish.
/// </summary>
/// <remarks>
/// <para>
/// A machine has an output neuron for each level of the scale above the lowest; the predicted level is the number that fire. It learns a
/// rating as an unsequenced example and is asked from no state. It is here to be compared with: under the paper's
/// protocol <see cref="WeightlessRecommender"/> is more accurate (docs/state-machines.md).
/// </para>
/// <para>
/// Of an item that is not in the catalog a user's mean rating is predicted; for a user without ratings the mean that all users gave the
/// item, shrunk to the mean of all ratings by 5 of them; without any rating the middle of the scale. Every answer is a function of the
/// catalog and of the ratings that it holds: their order does not matter, and forgetting is exact. All arithmetic inside is integer, so
/// the answers are the same on every machine. Safe for concurrent use by many threads: calls take turns.
/// </para>
/// <para>
/// It can be stored with the connectors <see cref="StateMachineConnector.Full"/>, <see cref="StateMachineConnector.ForwardFull"/> and
/// <see cref="StateMachineConnector.ForwardForward"/>; others are code, and saving throws <see cref="NotSupportedException"/>.
/// </para>
/// </remarks>
public sealed partial class StateMachineRecommender : IForgettingRecommender, IKnownUsersRecommender
{
    private readonly Lock _lock = new();
    private readonly ItemCatalog _catalog;
    private readonly StateMachineOptions _options;
    private readonly ItemPatterns _patterns;
    private readonly RatingUnits _units;
    private readonly StateMachineCrowd _crowd;
    private readonly RatingLog _log;
    private readonly Dictionary<int, LinkedListNode<(int User, StateMachine Machine)>> _hot = [];
    private readonly LinkedList<(int User, StateMachine Machine)> _byUse = [];
    private readonly ulong[] _output;
    private readonly int[] _levelOfPattern;
    private readonly ulong[] _excluded;

    /// <summary>Creates a recommender that knows no rating.</summary>
    /// <param name="catalog">The items and their bits.</param>
    /// <param name="scale">The scale of the ratings.</param>
    /// <param name="options">The shape of the machines; the defaults where null.</param>
    /// <exception cref="ArgumentNullException"><paramref name="catalog"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// The items have no bits, or the channels or the connector of the options do not fit the items.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The catalog is empty, or <paramref name="scale"/> was not made by its constructor.
    /// </exception>
    public StateMachineRecommender(ItemCatalog catalog, RatingScale scale, StateMachineOptions? options = null)
    {
        RecommenderArguments.Check(catalog, scale);
        _options = options ?? new StateMachineOptions();
        int[] channels =
        [
            .. _options.InputChannels ?? [.. catalog.Fields.Select(field => field.BitCount).Where(bits => bits > 0)],
        ];
        if (channels.Length == 0)
        {
            throw new ArgumentException("The items have no bits.", nameof(catalog));
        }

        if (channels.Sum(bits => (long)bits) != catalog.BitCount)
        {
            throw new ArgumentException(
                $"The items have {catalog.BitCount} bits, the channels {string.Join(" + ", channels)}.", nameof(options));
        }

        _catalog = catalog;
        Scale = scale;
        _log = new RatingLog(scale);
        Architecture = new StateMachineArchitecture(channels, [scale.LevelCount - 1], _options.Connector);
        _patterns = new ItemPatterns(catalog);
        _units = new RatingUnits(scale);
        _crowd = new StateMachineCrowd(catalog.Count);
        _output = new ulong[BitSlice.WordCount(Architecture.OutputCount)];
        _levelOfPattern = new int[_patterns.Count];
        _excluded = new ulong[(catalog.Count + 63) / 64];
    }

    /// <summary>The architecture of every user's machine.</summary>
    public StateMachineArchitecture Architecture { get; }

    /// <inheritdoc/>
    public int ItemCount => _catalog.Count;

    /// <inheritdoc/>
    public RatingScale Scale { get; }

    /// <summary>How many ratings it holds.</summary>
    public int RatingCount
    {
        get
        {
            lock (_lock)
            {
                return _log.RatingCount;
            }
        }
    }

    /// <inheritdoc/>
    public int UserIdBound
    {
        get
        {
            lock (_lock)
            {
                return _log.UserCount;
            }
        }
    }

    /// <inheritdoc/>
    public void Learn(in Rating rating)
    {
        Scale.Validate(rating, _catalog.Count);
        lock (_lock)
        {
            if (_log.Set(rating, out RatedItem replaced))
            {
                TakeAway(rating.User, replaced);
            }

            _crowd.Add(rating.Item, _units.FromRating(rating.Value), 1);
            if (_hot.TryGetValue(rating.User, out LinkedListNode<(int User, StateMachine Machine)>? hot))
            {
                Teach(hot.Value.Machine, rating.Item, rating.Value);
            }
        }
    }

    /// <inheritdoc/>
    public bool Forget(int user, int item)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        ArgumentOutOfRangeException.ThrowIfNegative(item);
        lock (_lock)
        {
            bool known = _log.Remove(user, item, out RatedItem removed);
            if (known)
            {
                TakeAway(user, removed);
            }

            return known;
        }
    }

    /// <inheritdoc/>
    public int ForgetUser(int user)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        lock (_lock)
        {
            if (_hot.Remove(user, out LinkedListNode<(int User, StateMachine Machine)>? hot))
            {
                _byUse.Remove(hot);
            }

            int count = _log.OfUser(user).Length;
            for (int left = count; left > 0; left--)
            {
                _log.Remove(user, _log.OfUser(user)[left - 1].Item, out RatedItem removed);
                TakeAway(user, removed);
            }

            return count;
        }
    }

    /// <inheritdoc/>
    public double Predict(int user, int item)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        ArgumentOutOfRangeException.ThrowIfNegative(item);
        lock (_lock)
        {
            UserRatings rated = _log.OfUser(user);
            if (rated.IsEmpty)
            {
                return CrowdRating(item);
            }

            return item < _catalog.Count ? Scale.ValueOf(LevelOf(MachineOf(user, rated), item)) : MeanOf(rated);
        }
    }

    /// <summary>
    /// Writes the best items for a user, best first. The score is the predicted rating, so that many items tie.
    /// </summary>
    /// <inheritdoc/>
    public int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        lock (_lock)
        {
            UserRatings rated = _log.OfUser(user);
            StateMachine? machine = rated.IsEmpty ? null : MachineOf(user, rated);
            Exclude(rated, excluded);
            Array.Fill(_levelOfPattern, -1);
            TopItems top = new(destination);
            for (int item = 0; item < _catalog.Count; item++)
            {
                if (((_excluded[item >> 6] >> (item & 63)) & 1) == 0)
                {
                    top.Offer(item, machine is null ? CrowdRating(item) : Scale.ValueOf(LevelOfPattern(machine, item)));
                }
            }

            return top.Complete();
        }
    }

    private int LevelOfPattern(StateMachine machine, int item)
    {
        ref int level = ref _levelOfPattern[_patterns[item]];
        if (level < 0)
        {
            level = LevelOf(machine, item);
        }

        return level;
    }

    private int LevelOf(StateMachine machine, int item)
    {
        machine.Reset();
        machine.Settle(_catalog.PatternOf(item), _output, _options.RecallSteps);
        int level = 0;
        foreach (ulong word in _output)
        {
            level += BitOperations.PopCount(word);
        }

        return level;
    }

    private double CrowdRating(int item) =>
        Scale.Clamp(Scale.Minimum + _units.ToDifference(_crowd.MeanOf(item), StateMachineCrowd.FractionBits));

    private double MeanOf(UserRatings rated)
    {
        long sum = 0;
        foreach (RatedItem entry in rated)
        {
            sum += _units.FromRating(entry.Value);
        }

        long mean = (sum << StateMachineCrowd.FractionBits) / rated.Length;
        return Scale.Clamp(Scale.Minimum + _units.ToDifference(mean, StateMachineCrowd.FractionBits));
    }

    private StateMachine MachineOf(int user, UserRatings rated)
    {
        if (_hot.TryGetValue(user, out LinkedListNode<(int User, StateMachine Machine)>? node))
        {
            _byUse.Remove(node);
            _byUse.AddLast(node);
            return node.Value.Machine;
        }

        StateMachine machine = new(Architecture, _options.Seed);
        foreach (RatedItem entry in rated)
        {
            Teach(machine, entry.Item, entry.Value);
        }

        if (_hot.Count == _options.MaximumHotUsers)
        {
            _hot.Remove(_byUse.First!.Value.User);
            _byUse.RemoveFirst();
        }

        _hot.Add(user, _byUse.AddLast((user, machine)));
        return machine;
    }

    private void Teach(StateMachine machine, int item, float value) => machine.Learn(_catalog.PatternOf(item), LabelOf(value));

    private void TakeAway(int user, in RatedItem removed)
    {
        _crowd.Add(removed.Item, _units.FromRating(removed.Value), -1);
        if (_hot.TryGetValue(user, out LinkedListNode<(int User, StateMachine Machine)>? hot))
        {
            hot.Value.Machine.Forget(_catalog.PatternOf(removed.Item), LabelOf(removed.Value));
        }
    }

    // Valid until the next call: the label lies where outputs are written.
    private ReadOnlySpan<ulong> LabelOf(float value)
    {
        Array.Clear(_output);
        new BitSlice(_output, 0, Architecture.OutputCount).SetFirst(Scale.LevelOf(value));
        return _output;
    }

    private void Exclude(UserRatings rated, ReadOnlySpan<int> excluded)
    {
        Array.Clear(_excluded);
        foreach (RatedItem entry in rated)
        {
            _excluded[entry.Item >> 6] |= 1UL << (entry.Item & 63);
        }

        foreach (int item in excluded)
        {
            if ((uint)item < (uint)_catalog.Count)
            {
                _excluded[item >> 6] |= 1UL << (item & 63);
            }
        }
    }
}
