using System.Buffers;
using WeightlessNet.Recommenders.Hybrid.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Hybrid;

public sealed partial class WeightlessRankingRecommender
{
    /// <inheritdoc/>
    public int UserIdBound
    {
        get
        {
            lock (_access)
            {
                return _model.Centrals.Max(central => central.Get<IKnownUsersRecommender>()?.UserIdBound) is int bound
                    ? Math.Max(_ratings.Log.UserCount, bound)
                    : _ratings.Log.UserCount;
            }
        }
    }

    // Keeps the sum of score and adjustment an integer that a double can represent.
    private const double GreatestAdjustment = 1L << 52;

    /// <inheritdoc/>
    /// <remarks>
    /// The score is in bits: roughly the binary logarithm of the probability that the user likes the item. A user without ratings gets the
    /// items that most users like.
    /// </remarks>
    public int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded = default) =>
        Recommend(user, destination, new RecommendationFilter { Excluded = excluded });

    /// <summary>Writes the best items for a user that pass a filter, best first. Items that the user has rated are left out.</summary>
    /// <param name="user">The user's id, 0 or more; may be unknown.</param>
    /// <param name="destination">Receives the items; its length is the number of items wanted.</param>
    /// <param name="filter">
    /// Which items may be recommended, which come first, and what is added to their scores. An adjustment by one point of the rating scale
    /// is one bit here, so <see cref="RecommendationFilter.UnitsPerRange"/> units are as many bits as the scale's range has points.
    /// </param>
    /// <returns>The number of items written: fewer than wanted if no more pass.</returns>
    /// <remarks>Items with equal scores are ordered by id.</remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="user"/> is negative.</exception>
    public int Recommend(int user, Span<ScoredItem> destination, in RecommendationFilter filter)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        long[] rented = ArrayPool<long>.Shared.Rent(ItemCount);
        try
        {
            lock (_access)
            {
                UserRatings log = _ratings.Log.OfUser(user);
                LogOddsTables? tables = _model.Networks.TablesOf(user, log);
                Span<long> scores = rented.AsSpan(0, ItemCount);
                _model.WriteBases(log, _ratings, _userCount, scores);
                using UnavailableItems unavailable = new(ItemCount, log, filter.Excluded);
                int first = WriteFirst(tables, scores, filter, unavailable, destination);
                return first + WriteBest(tables, scores, filter, unavailable, destination[first..]);
            }
        }
        finally
        {
            ArrayPool<long>.Shared.Return(rented, clearArray: true);
        }
    }

    private int WriteBest(
        LogOddsTables? tables,
        Span<long> scores,
        in RecommendationFilter filter,
        in UnavailableItems unavailable,
        Span<ScoredItem> destination)
    {
        TopItems top = new(destination);
        for (int start = 0; start < scores.Length; start += LogOddsAddresses.BlockSize)
        {
            Span<long> block = scores[start..Math.Min(start + LogOddsAddresses.BlockSize, scores.Length)];
            if (tables is not null)
            {
                _model.Networks.Add(start / LogOddsAddresses.BlockSize, tables, block);
            }

            for (int i = 0; i < block.Length; i++)
            {
                int item = start + i;
                double score = ToScore(block[i] + AdjustmentOf(item, filter));
                if (top.Accepts(score) && !unavailable.Contains(item) && filter.Allows(item, score))
                {
                    top.Offer(item, score);
                }
            }
        }

        return top.Complete();
    }

    // Writes the filter's first items and marks them unavailable, so that they do not occur twice.
    private int WriteFirst(
        LogOddsTables? tables,
        ReadOnlySpan<long> bases,
        in RecommendationFilter filter,
        in UnavailableItems unavailable,
        Span<ScoredItem> destination)
    {
        int written = 0;
        for (int i = 0; i < filter.First.Length && written < destination.Length; i++)
        {
            int item = filter.First[i];
            if ((uint)item >= (uint)ItemCount || unavailable.Contains(item))
            {
                continue;
            }

            double score = ToScore(bases[item] + _model.Networks.SumOf(item, tables) + AdjustmentOf(item, filter));
            if (filter.Allows(item, score))
            {
                destination[written++] = new ScoredItem(item, score);
                unavailable.Add(item);
            }
        }

        return written;
    }

    private long AdjustmentOf(int item, in RecommendationFilter filter)
    {
        double range = (double)Scale.Maximum - Scale.Minimum;
        double parts = filter.AdjustmentOf(item) * range * ((1L << RankingModel.FractionBits) / RecommendationFilter.UnitsPerRange);
        return (long)Math.Round(Math.Clamp(parts, -GreatestAdjustment, GreatestAdjustment), MidpointRounding.AwayFromZero);
    }
}
