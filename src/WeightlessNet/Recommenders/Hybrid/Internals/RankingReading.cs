using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>Answers questions about one user from one version of what all users share and from the user's own tables.</summary>
/// <remarks>Takes no lock. Dispose of it: its memory is rented, and cleared before it is given back.</remarks>
internal ref struct RankingReading
{
    // Keeps the sum of score and adjustment an integer that a double can represent.
    private const double GreatestAdjustment = 1L << 52;

    private readonly double _range;
    private readonly LogOddsTables? _tables;

    // What central models and networks say of each item; empty if it is not kept.
    private readonly ReadOnlySpan<long> _kept;

    // What central models say of each item, if nothing is kept and a model is asked.
    private readonly ReadOnlySpan<long> _central;
    private readonly long[]? _rented;

    /// <param name="shared">What all users share.</param>
    /// <param name="user">The user; null for one without ratings.</param>
    /// <param name="scale">The scale of the ratings.</param>
    public RankingReading(RankingVersion shared, RankingUser? user, RatingScale scale)
    {
        Shared = shared;
        _range = (double)scale.Maximum - scale.Minimum;
        if (user is null)
        {
            return;
        }

        Ratings = user.Ratings;
        _tables = user.TablesFor(shared);
        _kept = user.KeptScoresFor(_tables);
        if (_kept.IsEmpty && shared.Model.ReadsCentral)
        {
            _rented = ArrayPool<long>.Shared.Rent(shared.ItemCount);
            shared.Model.WriteCentral(Ratings, _rented.AsSpan(0, shared.ItemCount));
            _central = _rented.AsSpan(0, shared.ItemCount);
        }
    }

    public RankingVersion Shared { get; }

    /// <summary>The user's ratings.</summary>
    public UserRatings Ratings { get; }

    /// <summary>The score that parts stand for. Parts are integers that a double represents exactly.</summary>
    public static double ToScore(long parts) => parts / (double)(1L << RankingModel.FractionBits);

    /// <summary>Writes the best items that pass a filter, best first.</summary>
    public readonly int Recommend(Span<ScoredItem> destination, in RecommendationFilter filter)
    {
        using UnavailableItems unavailable = new(Shared.ItemCount, Ratings, filter.Excluded);
        int first = WriteFirst(filter, unavailable, destination);
        return first + WriteBest(filter, unavailable, destination[first..]);
    }

    public readonly void Dispose()
    {
        if (_rented is not null)
        {
            ArrayPool<long>.Shared.Return(_rented, clearArray: true);
        }
    }

    private readonly int WriteBest(
        in RecommendationFilter filter, in UnavailableItems unavailable, Span<ScoredItem> destination)
    {
        TopItems top = new(destination);
        Span<long> scores = stackalloc long[LogOddsNetwork.BlockSize];
        Span<int> sums = stackalloc int[LogOddsNetwork.BlockSize];
        long least = long.MinValue;
        for (int block = 0; block < Shared.BlockCount; block++)
        {
            int start = block * LogOddsNetwork.BlockSize;
            int length = Math.Min(LogOddsNetwork.BlockSize, Shared.ItemCount - start);
            WriteScores(block, start, length, filter, sums, scores);
            ulong candidates = RankingScores.NotBelow(scores, least) & ~unavailable.InBlock(block) & (ulong.MaxValue >> (64 - length));
            for (; candidates != 0; candidates &= candidates - 1)
            {
                int at = BitOperations.TrailingZeroCount(candidates);
                double score = ToScore(scores[at]);
                if (top.Accepts(score) && filter.Allows(start + at, score))
                {
                    top.Offer(start + at, score);
                    least = top.IsFull ? RankingScores.PartsOf(top.Least) : least;
                }
            }
        }

        return top.Complete();
    }

    private readonly void WriteScores(
        int block, int start, int length, in RecommendationFilter filter, Span<int> sums, Span<long> scores)
    {
        RankingPopularity popularity = Shared.PopularityOf(block);
        (_tables is null ? popularity.ForUnknown : popularity.ForKnown).CopyTo(scores);
        ReadOnlySpan<long> known = _kept.IsEmpty ? _central : _kept;
        if (!known.IsEmpty)
        {
            TensorPrimitives.Add(scores[..length], known.Slice(start, length), scores[..length]);
        }

        if (_tables is not null && _kept.IsEmpty)
        {
            Shared.Model.AddNetworks(block, _tables, sums, scores);
        }

        for (int i = 0; i < length && !filter.Adjustments.IsEmpty; i++)
        {
            scores[i] += AdjustmentOf(start + i, filter);
        }
    }

    // Writes the filter's first items and marks them unavailable, so that they do not occur twice.
    private readonly int WriteFirst(in RecommendationFilter filter, in UnavailableItems unavailable, Span<ScoredItem> destination)
    {
        int written = 0;
        for (int i = 0; i < filter.First.Length && written < destination.Length; i++)
        {
            int item = filter.First[i];
            if ((uint)item >= (uint)Shared.ItemCount || unavailable.Contains(item))
            {
                continue;
            }

            double score = ToScore(PartsOf(item) + AdjustmentOf(item, filter));
            if (filter.Allows(item, score))
            {
                destination[written++] = new ScoredItem(item, score);
                unavailable.Add(item);
            }
        }

        return written;
    }

    private readonly long PartsOf(int item)
    {
        RankingPopularity popularity = Shared.PopularityOf(item / LogOddsNetwork.BlockSize);
        int at = item % LogOddsNetwork.BlockSize;
        return _tables is null ? popularity.ForUnknown[at]
            : popularity.ForKnown[at]
                + (!_kept.IsEmpty ? _kept[item] : (_central.IsEmpty ? 0 : _central[item]) + Shared.Model.SumOf(item, _tables));
    }

    private readonly long AdjustmentOf(int item, in RecommendationFilter filter)
    {
        double parts = filter.AdjustmentOf(item) * _range * ((1L << RankingModel.FractionBits) / RecommendationFilter.UnitsPerRange);
        return (long)Math.Round(Math.Clamp(parts, -GreatestAdjustment, GreatestAdjustment), MidpointRounding.AwayFromZero);
    }
}
