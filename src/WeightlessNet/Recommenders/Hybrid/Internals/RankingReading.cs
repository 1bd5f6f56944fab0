using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>Answers questions about one user from one version of what all users share and from the user's own tables.</summary>
/// <remarks>Takes no lock. Dispose of it: its memory is rented, and cleared before it is given back.</remarks>
internal ref struct RankingReading : IRankedItems
{
    // Keeps the sum of score and adjustment an integer that a double can represent.
    private const double GreatestAdjustment = 1L << 52;

    private readonly RatingScale _scale;
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
        _scale = scale;
        if (user is null)
        {
            return;
        }

        Ratings = user.Ratings;
        _tables = user.TablesFor(shared);
        _kept = user.KeptScoresFor(_tables, shared.Items);
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
    public int Recommend(Span<ScoredItem> destination, in RecommendationFilter filter)
    {
        using UnavailableItems unavailable = new(Shared.ItemCount, Ratings, filter);
        int first = RankedItems.WriteFirst(ref this, filter, unavailable, destination);
        return first + WriteBest(filter, unavailable, destination[first..]);
    }

    /// <summary>Where an item stands among all others.</summary>
    public Standing StandingOf(int item, in RecommendationFilter filter) => RankedItems.StandingOf(ref this, item, filter);

    /// <summary>The score of an item.</summary>
    /// <param name="item">The item.</param>
    /// <param name="adjustment">What is added, see <see cref="AdjustmentOf"/>.</param>
    public readonly double ScoreOf(int item, long adjustment) => ToScore(PartsOf(item) + adjustment);

    /// <summary>What a filter adds to the parts of an item's score.</summary>
    public readonly long AdjustmentOf(int item, in RecommendationFilter filter) => PartsOf(filter.AdjustmentOf(item), _scale);

    /// <summary>The parts of a score that an adjustment is.</summary>
    public static long PartsOf(int adjustment, RatingScale scale) => (long)Math.Round(
        Math.Clamp(adjustment * PartsPerUnit(scale), -GreatestAdjustment, GreatestAdjustment), MidpointRounding.AwayFromZero);

    /// <summary>The adjustment that is nearest to parts of a score.</summary>
    public static int UnitsOf(double parts, RatingScale scale) =>
        (int)Math.Min(Math.Round(parts / PartsPerUnit(scale), MidpointRounding.AwayFromZero), RecommendationFilter.MaximumAdjustment);

    private static double PartsPerUnit(RatingScale scale) =>
        ((double)scale.Maximum - scale.Minimum) * ((1L << RankingModel.FractionBits) / RecommendationFilter.UnitsPerRange);

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
            WriteScores(block, filter, sums, scores);
            ulong candidates = RankingScores.NotBelow(scores, least) & ~unavailable.InBlock(block) & ItemsOf(block);
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

    private readonly void WriteScores(int block, in RecommendationFilter filter, Span<int> sums, Span<long> scores)
    {
        int start = block * LogOddsNetwork.BlockSize;
        int length = Math.Min(LogOddsNetwork.BlockSize, Shared.ItemCount - start);
        RankingPopularity popularity = Shared.PopularityOf(block);
        (_tables is null ? popularity.ForUnknown : popularity.ForKnown).CopyTo(scores);
        ReadOnlySpan<long> known = _kept.IsEmpty ? _central : _kept;
        if (!known.IsEmpty)
        {
            TensorPrimitives.Add(scores[..length], known.Slice(start, length), scores[..length]);
        }

        if (_tables is not null && _kept.IsEmpty)
        {
            Shared.Model.AddNetworks(Shared.Items, block, _tables, sums, scores);
        }

        for (int i = 0; i < length && !filter.Adjustments.IsEmpty; i++)
        {
            scores[i] += AdjustmentOf(start + i, filter);
        }
    }

    readonly int IRankedItems.ItemCount => Shared.ItemCount;

    /// <summary>The items of a block that may be recommended: bit i is the block's item i.</summary>
    public readonly ulong ItemsOf(int block) => Shared.Items.InBlock(block);

    /// <summary>The parts of an item's score and its adjustment.</summary>
    public readonly long AnswerOf(int item, scoped in RecommendationFilter filter) => PartsOf(item) + AdjustmentOf(item, filter);

    readonly void IRankedItems.WriteAnswers(int block, scoped in RecommendationFilter filter, scoped Span<long> answers)
    {
        Span<int> sums = stackalloc int[LogOddsNetwork.BlockSize];
        WriteScores(block, filter, sums, answers);
    }

    readonly double IRankedItems.ToScore(long answer) => ToScore(answer);

    private readonly long PartsOf(int item)
    {
        RankingPopularity popularity = Shared.PopularityOf(item / LogOddsNetwork.BlockSize);
        int at = item % LogOddsNetwork.BlockSize;
        return _tables is null ? popularity.ForUnknown[at]
            : popularity.ForKnown[at]
                + (!_kept.IsEmpty
                    ? _kept[item]
                    : (_central.IsEmpty ? 0 : _central[item]) + Shared.Model.SumOf(Shared.Items, item, _tables));
    }
}
