using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>
/// The log-odds networks over the items' own bits and, where those are known, over the bits of their audience. What they say is summed.
/// </summary>
/// <remarks>Not safe for concurrent use; its owner locks.</remarks>
internal sealed class LogOddsNetworks
{
    public LogOddsNetworks(LogOddsAddresses own, LogOddsAddresses? audience, WeightlessRankingOptions options, RatingUnits units)
    {
        Own = new LogOddsNetwork(own, options, units);
        Audience = audience is null ? null : new LogOddsNetwork(audience, options, units);
    }

    /// <summary>Those over the items' own bits.</summary>
    public LogOddsNetwork Own { get; }

    /// <summary>Those over the bits of their audience.</summary>
    public LogOddsNetwork? Audience { get; }

    /// <summary>Takes note of how often an item is rated now, and that no user's tables hold any longer.</summary>
    public void SetRatings(int item, int ratings)
    {
        Own.SetRatings(item, ratings);
        Audience?.SetRatings(item, ratings);
    }

    /// <summary>The tables of a user with this log, brought up to date. Valid until the next call.</summary>
    public LogOddsTables TablesOf(int user, UserRatings log) =>
        log.IsEmpty ? default : new(Own.TablesOf(user, log), Audience is null ? default : Audience.TablesOf(user, log));

    /// <summary>Sums what tables hold for each item of a block.</summary>
    public void Sum(int block, in LogOddsTables tables, Span<int> sums)
    {
        if (tables.Own.IsEmpty)
        {
            sums.Clear();
            return;
        }

        Own.Addresses.Sum(block, tables.Own, sums);
        if (Audience is not null)
        {
            Span<int> more = stackalloc int[LogOddsAddresses.BlockSize];
            Audience.Addresses.Sum(block, tables.Audience, more);
            for (int i = 0; i < more.Length; i++)
            {
                sums[i] += more[i];
            }
        }
    }

    /// <summary>The sum of what tables hold for one item.</summary>
    public long SumOf(int item, in LogOddsTables tables) => tables.Own.IsEmpty
        ? 0
        : (long)Own.Addresses.SumOf(item, tables.Own) + (Audience?.Addresses.SumOf(item, tables.Audience) ?? 0);

    /// <summary>Leaves nothing of a user.</summary>
    public void Forget(int user)
    {
        Own.Forget(user);
        Audience?.Forget(user);
    }
}
