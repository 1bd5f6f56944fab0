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
    private readonly int _thresholds;
    private long _total;
    private bool _stale;

    public ThermometerHistogram(int bins, int levels)
    {
        _weights = new long[bins];
        _levels = new byte[bins];
        _acceptedLevels = new byte[bins];
        _thresholds = levels;
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

    // A threshold lies above the bin at which its share of the weight is reached. Without any weight the bins are cut evenly.
    private void Cut()
    {
        long below = 0;
        int level = 0;
        for (int bin = 0; bin < _weights.Length; bin++)
        {
            _levels[bin] = (byte)level;
            below += _total == 0 ? 1 : _weights[bin];
            long total = _total == 0 ? _weights.Length : _total;
            while (level < _thresholds && below * (_thresholds + 1) >= total * (level + 1))
            {
                level++;
            }
        }

        _stale = false;
    }
}
