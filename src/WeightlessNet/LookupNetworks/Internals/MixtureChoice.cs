using WeightlessNet.Storage;

namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>
/// Which of several mixtures of a network and of what was counted answers best. Each answers every example before it is learned. A mixture
/// is chosen only where its gain over the network is more than chance makes, and not while it has lately been worse.
/// </summary>
/// <remarks>
/// After prequential evaluation: Dawid, "Statistical Theory: The Prequential Approach" (1984). All sums are whole numbers, so that the same
/// examples in the same order give the same choice on every machine.
/// </remarks>
internal sealed class MixtureChoice
{
    /// <summary>The greatest gain of an example: the network was wrong, and the mixture right.</summary>
    public const int Unit = 1 << 16;

    /// <summary>The choice if no mixture is better: the network alone.</summary>
    public const int Network = -1;

    // A gain less half a standard error must exceed this, after so many examples. So the first few decide nothing.
    private const int LeastGain = 2 * Unit;
    private const int LeastExamples = 10;

    // Sums lose a 64th for each 64 examples, so that at most about four thousand of the last ones matter.
    private const int ExamplesOfStep = 64;
    private const int PartsOfStep = 64;

    // Of the recent ones, a 32nd for each example. A mixture that is worse there by two standard errors is not used.
    private const int PartsOfRecent = 32;
    private const int RecentErrors = 2;

    // What few examples have counted answers worse than what more have: sums are halved at so many examples, and at half as many more.
    private const long FirstHalving = 100;
    private const ulong MostExamples = 1ul << 60;

    private readonly Gains[] _gains;
    private long _examples;
    private long _nextHalving = FirstHalving;

    /// <param name="count">The number of mixtures, those first that are farthest from the network.</param>
    public MixtureChoice(int count) => _gains = new Gains[count];

    /// <summary>
    /// The mixture in use: that of the most certain gain, of equal ones that nearest to the network; or <see cref="Network"/>.
    /// </summary>
    public int Best
    {
        get
        {
            (int best, double most) = (Network, LeastGain);
            for (int i = _examples < LeastExamples ? Network : _gains.Length - 1; i >= 0; i--)
            {
                double certain = _gains[i].Certain;
                if (certain > most && !_gains[i].IsLatelyWorse)
                {
                    (best, most) = (i, certain);
                }
            }

            return best;
        }
    }

    /// <summary>The number of examples that were noted since the beginning, or since all was cleared.</summary>
    public long ExampleCount => _examples;

    /// <summary>Whether so many examples may be left of those that were noted: all is cleared when none is left.</summary>
    public bool CanHaveLeft(long examples) => examples == 0 ? _examples == 0 : examples <= _examples;

    /// <summary>Notes that an example was learned.</summary>
    /// <param name="gains">What each mixture would have gained over the network, -<see cref="Unit"/> to <see cref="Unit"/>.</param>
    public void Note(ReadOnlySpan<int> gains)
    {
        _examples++;
        for (int i = 0; i < _gains.Length; i++)
        {
            _gains[i] = _gains[i].With(gains[i]);
        }

        if (_examples % ExamplesOfStep == 0)
        {
            Lower(PartsOfStep);
        }

        if (_examples == _nextHalving)
        {
            Lower(2);
            _nextHalving += _nextHalving / 2;
        }
    }

    /// <summary>Starts again.</summary>
    public void Clear()
    {
        Array.Clear(_gains);
        (_examples, _nextHalving) = (0, FirstHalving);
    }

    // Layout: number of examples, compact; of each mixture the sum of all gains, compact and signed, that of their squares, compact, and
    // the same of the recent ones.
    public void WriteTo(SnapshotWriter writer)
    {
        writer.WriteCompact((ulong)_examples);
        foreach (Gains gains in _gains)
        {
            writer.WriteCompactSigned(gains.Sum);
            writer.WriteCompact((ulong)gains.Squares);
            writer.WriteCompactSigned(gains.Recent);
            writer.WriteCompact((ulong)gains.RecentSquares);
        }
    }

    public static MixtureChoice Read(SnapshotReader reader, int count)
    {
        ulong examples = reader.ReadCompact();
        if (examples > MostExamples)
        {
            throw reader.Invalid($"{examples} examples are more than can be counted");
        }

        MixtureChoice choice = new(count) { _examples = (long)examples };
        while (choice._nextHalving <= choice._examples)
        {
            choice._nextHalving += choice._nextHalving / 2;
        }

        // So much is left if every example has the greatest gain.
        long mostGains = (ExamplesOfStep * (PartsOfStep - 1)) + (choice._examples % ExamplesOfStep);
        int most = (int)(Unit * Math.Min(choice._examples, mostGains));
        int mostRecent = (int)(Unit * Math.Min(choice._examples, PartsOfRecent));
        foreach (ref Gains gains in choice._gains.AsSpan())
        {
            gains = new Gains(
                ReadSigned(reader, most), reader.ReadCompact(most), ReadSigned(reader, mostRecent), reader.ReadCompact(mostRecent));
        }

        return choice;
    }

    private static int ReadSigned(SnapshotReader reader, int most) => reader.ReadCompactSigned() is long sum && Math.Abs(sum) <= most
        ? (int)sum
        : throw reader.Invalid($"a sum of gains is beyond {most}");

    private void Lower(int parts)
    {
        foreach (ref Gains gains in _gains.AsSpan())
        {
            gains = gains with { Sum = gains.Sum - (gains.Sum / parts), Squares = gains.Squares - (gains.Squares / parts) };
        }
    }

    /// <summary>Sums of gains and of their squares: of all examples, and of the recent ones.</summary>
    private readonly record struct Gains(int Sum, int Squares, int Recent, int RecentSquares)
    {
        /// <summary>The gain less half a standard error.</summary>
        public double Certain => Sum - (0.5 * Math.Sqrt((double)Squares * Unit));

        public bool IsLatelyWorse => Recent < 0 && (long)Recent * Recent > RecentErrors * RecentErrors * (long)RecentSquares * Unit;

        public Gains With(int gain)
        {
            int square = (int)((long)gain * gain / Unit);
            return new Gains(
                Sum + gain,
                Squares + square,
                Recent - (Recent / PartsOfRecent) + gain,
                RecentSquares - (RecentSquares / PartsOfRecent) + square);
        }
    }
}
