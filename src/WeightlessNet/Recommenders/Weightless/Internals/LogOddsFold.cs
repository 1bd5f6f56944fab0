using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>
/// Folds a user's ratings into tables of log-odds: how much more often than chance the user's ratings hit each cell. There are two
/// readings: of the likes alone, and of all ratings. A table holds their weighted mean.
/// </summary>
/// <remarks>
/// With c the ratings of a reading at a cell, m all ratings of the reading, p the cell's share of the background and k the shrinkage, a
/// cell answers log2((c + k p) / ((m + k) p)): 0 if the ratings are distributed as the background. The answers are those of
/// integer arithmetic on every machine. Not thread-safe; a thread rents it.
/// </remarks>
internal sealed class LogOddsFold
{
    /// <summary>The number of table steps per bit of log-odds.</summary>
    public const int StepsPerBit = 16;

    /// <summary>One rating, in the units in which ratings and the shrinkage are added.</summary>
    public const int Unit = 1 << 10;

    private const int DroppedBits = FixedLog2.FractionBits - 4;

    private readonly float _likedFrom;
    private readonly long _shrinkage;
    private readonly int[] _likes;
    private readonly int[] _ratings;

    /// <param name="cellCount">The number of cells of all nodes.</param>
    /// <param name="likedFrom">The lowest rating of a like.</param>
    /// <param name="shrinkage">The shrinkage of a cell.</param>
    public LogOddsFold(int cellCount, float likedFrom, double shrinkage)
    {
        _likedFrom = likedFrom;
        _shrinkage = (long)Math.Round(shrinkage * Unit);
        _likes = new int[cellCount];
        _ratings = new int[cellCount];
    }

    /// <summary>How many ratings the background counts for in a reading.</summary>
    public double Shrinkage => _shrinkage / (double)Unit;

    /// <summary>The likes at each cell, as last counted.</summary>
    public ReadOnlySpan<int> Likes => _likes;

    /// <summary>The ratings at each cell, as last counted.</summary>
    public ReadOnlySpan<int> Ratings => _ratings;

    /// <summary>All likes, as last counted.</summary>
    public int LikeCount { get; private set; }

    /// <summary>All ratings, as last counted.</summary>
    public int RatingCount { get; private set; }

    /// <summary>Whether a rating is a like.</summary>
    public bool IsLike(RatedItem rating) => rating.Value >= _likedFrom;

    /// <summary>Counts the likes and the ratings of a user by cell.</summary>
    public void Count(UserRatings log, LogOddsAddresses addresses)
    {
        Clear();
        foreach (RatedItem rating in log)
        {
            RatingCount++;
            int like = IsLike(rating) ? 1 : 0;
            LikeCount += like;
            int table = 0;
            foreach (byte address in addresses[rating.Item])
            {
                _ratings[table + address]++;
                _likes[table + address] += like;
                table += addresses.Stride;
            }
        }
    }

    /// <summary>Fills a user's tables.</summary>
    /// <param name="tables">Receives the answers of the cells, node by node.</param>
    /// <param name="log">The user's ratings.</param>
    /// <param name="readings">The weights of the two readings.</param>
    /// <param name="background">The ratings of all users, and the addresses of the items.</param>
    public void Fill(Span<sbyte> tables, UserRatings log, ReadingWeights readings, CellBackground background)
    {
        Count(log, background.Addresses);
        tables.Fill((sbyte)AbsenceOf(readings).Sum);
        LogOddsEstimate estimate = new(_shrinkage, LikeCount, RatingCount, background.Total, readings);
        Span<sbyte> steps = stackalloc sbyte[LogOddsEstimate.Count];
        for (int first = 0; first < tables.Length; first += LogOddsEstimate.Count)
        {
            ReadOnlySpan<int> ratings = _ratings.AsSpan(first, LogOddsEstimate.Count);
            if (!ratings.ContainsAnyExcept(0))
            {
                continue;
            }

            uint doubtful = estimate.Write(
                _likes.AsSpan(first, LogOddsEstimate.Count), ratings, background.Cells.Slice(first, LogOddsEstimate.Count), steps);
            for (int i = 0; i < steps.Length; i++)
            {
                if (ratings[i] > 0)
                {
                    bool isSure = ((doubtful >> i) & 1) == 0;
                    tables[first + i] = isSure ? steps[i] : (sbyte)StepsAt(first + i, readings, background).Sum;
                }
            }
        }
    }

    /// <summary>The parts of a cell's answer, in table steps, for the ratings that were last counted.</summary>
    public LogOddsSteps StepsAt(int cell, ReadingWeights readings, CellBackground background) => _ratings[cell] == 0
        ? AbsenceOf(readings)
        : StepsOf(_likes[cell], _ratings[cell], background.Cells[cell], (ulong)background.Total, readings);

    /// <summary>The parts of the answer of a cell without ratings, in table steps, for the ratings that were last counted.</summary>
    public LogOddsSteps AbsenceOf(ReadingWeights readings) => Mix(AbsenceOf(LikeCount), AbsenceOf(RatingCount), readings);

    /// <summary>Clears all user data in the scratch memory.</summary>
    public void Clear()
    {
        Array.Clear(_likes);
        Array.Clear(_ratings);
        LikeCount = 0;
        RatingCount = 0;
    }

    // Without likes, the part of the likes must be that of their absence to the last bit: no rating could be given a difference.
    private LogOddsSteps StepsOf(int likes, int ratings, ulong background, ulong all, ReadingWeights readings) => Mix(
        readings.Likes == 0 ? 0 : likes == 0 ? AbsenceOf(LikeCount) : OddsOf(likes, LikeCount, background, all),
        readings.Ratings == 0 ? 0 : OddsOf(ratings, RatingCount, background, all),
        readings);

    // Binary logarithms with 16 fraction bits.
    private long AbsenceOf(int count) => FixedLog2.Of((ulong)_shrinkage) - FixedLog2.Of((ulong)(((long)count * Unit) + _shrinkage));

    private long OddsOf(int there, int count, ulong background, ulong all)
    {
        UInt128 expected = (UInt128)(ulong)_shrinkage * background;
        return FixedLog2.Of(((UInt128)(ulong)((long)there * Unit) * all) + expected)
            - FixedLog2.Of(background)
            - FixedLog2.Of((ulong)(((long)count * Unit) + _shrinkage));
    }

    private static LogOddsSteps Mix(long likes, long ratings, ReadingWeights readings)
    {
        long ofLikes = likes * readings.Likes;
        int sum = ToSteps((ofLikes + (ratings * readings.Ratings)) / readings.Sum);
        int fromLikes = readings.Ratings == 0 ? sum : ToSteps(ofLikes / readings.Sum);
        return new LogOddsSteps(fromLikes, sum - fromLikes);
    }

    private static int ToSteps(long logarithm) =>
        (int)Math.Clamp((logarithm + (1 << (DroppedBits - 1))) >> DroppedBits, -sbyte.MaxValue, sbyte.MaxValue);
}
