using System.Numerics;
using WeightlessNet.Bits;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.StateMachines;

namespace WeightlessNet.Recommenders.StateMachines.Internals;

/// <summary>The state of a <see cref="StateMachineRecommender"/>: the ratings, the crowd, and some users' machines.</summary>
internal sealed class StateMachineModel : IForgettingModel
{
    private readonly ItemCatalog _catalog;
    private readonly RatingScale _scale;
    private readonly StateMachineArchitecture _architecture;
    private readonly StateMachineOptions _options;
    private readonly ItemPatterns _patterns;
    private readonly RatingUnits _units;
    private readonly StateMachineCrowd _crowd;
    private readonly HotUsers<StateMachine> _hot;
    private readonly ulong[] _output;
    private readonly int[] _levelOfPattern;

    public StateMachineModel(ItemCatalog catalog, RatingScale scale, StateMachineArchitecture architecture, StateMachineOptions options)
    {
        _catalog = catalog;
        _scale = scale;
        _architecture = architecture;
        _options = options;
        Log = new RatingLog(scale);
        _patterns = new ItemPatterns(catalog);
        _units = new RatingUnits(scale);
        _crowd = new StateMachineCrowd(catalog.Count);
        _hot = new HotUsers<StateMachine>(options.MaximumHotUsers);
        _output = new ulong[BitSlice.WordCount(architecture.OutputCount)];
        _levelOfPattern = new int[_patterns.Count];
    }

    public RatingLog Log { get; }

    public void Count(int user, in RatedItem rated, int sign)
    {
        _crowd.Add(rated.Item, _units.FromRating(rated.Value), sign);
        if (_hot.Peek(user) is not StateMachine machine)
        {
            return;
        }

        if (sign > 0)
        {
            Teach(machine, rated);
        }
        else
        {
            machine.Forget(_catalog.PatternOf(rated.Item), LabelOf(rated.Value));
        }
    }

    public int ForgetUser(int user)
    {
        _hot.Remove(user);
        return Log.RemoveUser(user, this);
    }

    public double Predict(int user, int item)
    {
        UserRatings rated = Log.OfUser(user);
        if (rated.IsEmpty)
        {
            return CrowdRating(item);
        }

        return item < _catalog.Count ? _scale.ValueOf(LevelOf(MachineOf(user, rated), item)) : MeanOf(rated);
    }

    public void Rank(int user, in UnavailableItems unavailable, ref TopItems best)
    {
        UserRatings rated = Log.OfUser(user);
        StateMachine? machine = rated.IsEmpty ? null : MachineOf(user, rated);
        Array.Fill(_levelOfPattern, -1);
        for (int item = 0; item < _catalog.Count; item++)
        {
            if (!unavailable.Contains(item))
            {
                best.Offer(item, machine is null ? CrowdRating(item) : _scale.ValueOf(LevelOfPattern(machine, item)));
            }
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

    private double CrowdRating(int item) => ToRating(_crowd.MeanOf(item));

    private double MeanOf(UserRatings rated)
    {
        long sum = 0;
        foreach (RatedItem entry in rated)
        {
            sum += _units.FromRating(entry.Value);
        }

        return ToRating((sum << StateMachineCrowd.FractionBits) / rated.Length);
    }

    private double ToRating(long mean) => _scale.Clamp(_scale.Minimum + _units.ToDifference(mean, StateMachineCrowd.FractionBits));

    private StateMachine MachineOf(int user, UserRatings rated)
    {
        if (_hot.Find(user) is StateMachine known)
        {
            return known;
        }

        StateMachine machine = new(_architecture, _options.Seed);
        foreach (RatedItem entry in rated)
        {
            Teach(machine, entry);
        }

        return _hot.Add(user, _ => machine);
    }

    private void Teach(StateMachine machine, in RatedItem rated) => machine.Learn(_catalog.PatternOf(rated.Item), LabelOf(rated.Value));

    // Valid until the next call: the label is written where outputs are.
    private ReadOnlySpan<ulong> LabelOf(float value)
    {
        Array.Clear(_output);
        new BitSlice(_output, 0, _architecture.OutputCount).SetFirst(_scale.LevelOf(value));
        return _output;
    }
}
