using WeightlessNet.Encoders;

namespace WeightlessNet.Recommenders.Crowd.Internals;

/// <summary>
/// Weights in bins, and the thermometer level of each bin, such that every level holds about the same weight. The levels are a function of
/// the weights alone, so they follow every added and removed weight without a refit.
/// </summary>
internal sealed class ThermometerHistogram
{
    private readonly long[] _weights;
    private readonly byte[] _levels;
    private readonly byte[] _acceptedLevels;
    private readonly double[] _occupied;
    private readonly int[] _binOf;
    private readonly int[] _cuts;
    private long _total;
    private bool _stale;

    public ThermometerHistogram(int bins, int levels)
    {
        _weights = new long[bins];
        _levels = new byte[bins];
        _acceptedLevels = new byte[bins];
        _occupied = new double[bins];
        _binOf = new int[bins];
        _cuts = new int[levels];
        _stale = true;
    }

    /// <summary>Whether any bin has another level than when <see cref="AcceptCuts"/> was last called.</summary>
    public bool CutsChanged
    {
        get
        {
            if (_stale)
            {
                Cut();
            }

            return !_levels.AsSpan().SequenceEqual(_acceptedLevels);
        }
    }

    public void Add(int bin, long weight)
    {
        _weights[bin] += weight;
        _total += weight;
        _stale = true;
    }

    public void Clear()
    {
        Array.Clear(_weights);
        _total = 0;
        _stale = true;
    }

    /// <summary>Remembers the present levels, with which <see cref="CutsChanged"/> compares.</summary>
    public void AcceptCuts()
    {
        if (_stale)
        {
            Cut();
        }

        _levels.CopyTo(_acceptedLevels, 0);
    }

    /// <summary>The level of a bin, 0 to the number of thresholds.</summary>
    public byte LevelOf(int bin)
    {
        if (_stale)
        {
            Cut();
        }

        return _levels[bin];
    }

    // A threshold lies above the lower one of the two bins between which it falls. Without any weight the bins are cut evenly.
    private void Cut()
    {
        int occupied = 0;
        for (int bin = 0; bin < _weights.Length; bin++)
        {
            if (_weights[bin] > 0 || _total == 0)
            {
                _binOf[occupied] = bin;
                _occupied[occupied++] = Math.Max(1, _weights[bin]);
            }
        }

        QuantileCuts.Choose(_occupied.AsSpan(0, occupied), _cuts);
        int level = 0;
        for (int bin = 0; bin < _weights.Length; bin++)
        {
            while (level < _cuts.Length && _binOf[_cuts[level]] < bin)
            {
                level++;
            }

            _levels[bin] = (byte)level;
        }

        _stale = false;
    }
}
