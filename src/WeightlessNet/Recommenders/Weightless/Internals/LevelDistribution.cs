using System.Numerics.Tensors;
using WeightlessNet.Nodes;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>
/// The probability of each level of the scale, in integers, from the levels of all users, the user's levels and the user's cells for an
/// item. The best level is the one with the most probability within the window around it.
/// </summary>
/// <remarks>Holds scratch memory; not thread-safe.</remarks>
internal sealed class LevelDistribution
{
    private const int Bits = 16;
    private const int PriorBits = 24;
    private const int DeviationShift = PersonalReader.GainBits + CellReciprocals.FractionBits - (PriorBits - Bits);

    // Each level starts with a count of 1/10, so that none has probability 0.
    private const int SmoothingPerLevel = 10;

    private readonly int _userShrinkage;
    private readonly PersonalReader _reader;
    private readonly int[] _unitsOfLevel;
    private readonly int _window;
    private readonly long[] _prior;
    private readonly long[] _mass;

    /// <exception cref="ArgumentException">
    /// The window covers the whole scale from its middle, so that the middle would always be the best level.
    /// </exception>
    public LevelDistribution(WeightlessOptions options, PersonalReader reader, RatingScale scale)
    {
        _userShrinkage = options.UserShrinkage!.Value;
        _reader = reader;
        _window = options.HistogramWindow ?? (scale.LevelCount / 5);
        if (options.Reading == WeightlessReading.Histogram && (2 * _window) + 1 >= scale.LevelCount)
        {
            throw new ArgumentException(
                $"A histogram window of {_window} covers all {scale.LevelCount} levels of the scale. Use a smaller window.",
                nameof(options));
        }

        RatingUnits units = new(scale);
        _prior = new long[scale.LevelCount];
        _mass = new long[scale.LevelCount];
        _unitsOfLevel = new int[scale.LevelCount];
        for (int level = 0; level < scale.LevelCount; level++)
        {
            _unitsOfLevel[level] = units.FromRating(scale.ValueOf(level));
        }
    }

    /// <summary>Sets the prior: the user's level counts, shrunk towards those of all users.</summary>
    /// <param name="everyone">The counts of each level over all users.</param>
    /// <param name="user">The user's counts of each level; empty for an unknown user.</param>
    /// <returns>The expected rating, in units above the scale's minimum with 8 fraction bits.</returns>
    public long SetPrior(ReadOnlySpan<long> everyone, ReadOnlySpan<int> user)
    {
        long total = 0;
        foreach (long count in everyone)
        {
            total += count;
        }

        int own = 0;
        foreach (int count in user)
        {
            own += count;
        }

        long expected = 0;
        for (int level = 0; level < _prior.Length; level++)
        {
            long crowd = Math.Max(
                1,
                (((everyone[level] * SmoothingPerLevel) + 1) << PriorBits) / ((total * SmoothingPerLevel) + _prior.Length));
            long mine = user.IsEmpty ? 0 : (long)user[level] << PriorBits;
            _prior[level] = (mine + (crowd * _userShrinkage)) / (own + _userShrinkage);
            expected += _prior[level] * _unitsOfLevel[level];
        }

        return expected >> (PriorBits - PersonalReader.CenterBits);
    }

    /// <summary>The best level by the prior alone.</summary>
    public int BestPriorLevel()
    {
        long total = 0;
        long weighted = 0;
        for (int level = 0; level < _prior.Length; level++)
        {
            total += _prior[level];
            weighted += _prior[level] * level;
        }

        return BestLevel(_prior, (int)(((2 * weighted) + total) / (2 * total)));
    }

    /// <summary>The best level, given the user's cells for an item and the number of the user's ratings.</summary>
    public int BestLevel(HistogramNodes nodes, ReadOnlySpan<byte> addresses, int ratings)
    {
        Array.Clear(_mass);
        long gain = _reader.GainOf(ratings);
        for (int node = 0; node < addresses.Length; node++)
        {
            ReadOnlySpan<int> levels = nodes.CountsAt(node, addresses[node]);
            int count = TensorPrimitives.Sum(levels);
            if (count == 0)
            {
                continue;
            }

            long reciprocal = _reader.Reciprocal(default, count);
            for (int level = 0; level < levels.Length; level++)
            {
                _mass[level] += (((long)levels[level] << Bits) - (count * (_prior[level] >> (PriorBits - Bits)))) * reciprocal;
            }
        }

        for (int level = 0; level < _mass.Length; level++)
        {
            long deviation = _mass[level] / addresses.Length * gain / (1L << DeviationShift);
            _mass[level] = Math.Max(1, _prior[level] + deviation);
        }

        return BestLevel(_mass, BestPriorLevel());
    }

    /// <summary>Clears all user data; set the prior before the next reading.</summary>
    public void Clear()
    {
        Array.Clear(_prior);
        Array.Clear(_mass);
    }

    private int BestLevel(long[] mass, int preferred)
    {
        int best = 0;
        long most = -1;
        for (int level = 0; level < mass.Length; level++)
        {
            long within = 0;
            int last = Math.Min(mass.Length - 1, level + _window);
            for (int near = Math.Max(0, level - _window); near <= last; near++)
            {
                within += mass[near];
            }

            bool nearer = Math.Abs(level - preferred) < Math.Abs(best - preferred);
            if (within > most || (within == most && nearer))
            {
                most = within;
                best = level;
            }
        }

        return best;
    }
}
