using System.Runtime.CompilerServices;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>
/// Reads personal cells in integer arithmetic: a cell answers sum / (count + shrinkage), where the sum is of values less the user's center;
/// a network answers the gain times the mean of its nodes, or, if it is calibrated, every group of nodes its mean.
/// </summary>
/// <remarks>Immutable and thread-safe. All arithmetic is integer, so it rounds the same on every machine.</remarks>
internal sealed class PersonalReader
{
    /// <summary>Fraction bits of a center.</summary>
    public const int CenterBits = 8;

    /// <summary>Fraction bits of an answer.</summary>
    public const int AnswerBits = RatingUnits.AnswerBits;

    /// <summary>Fraction bits of a gain.</summary>
    public const int GainBits = 6;

    private const int ShrinkageUnit = CellReciprocals.ShrinkageUnit;
    private const int ShareBits = 24;

    private readonly int _userShrinkage;
    private readonly long _share;
    private readonly long _gain;
    private readonly long _gainShrinkage;
    private readonly CellReciprocals _reciprocals;
    private readonly CellReciprocals _recentReciprocals;
    private readonly RatingWeights? _weights;

    /// <param name="options">The options of the networks, with all shrinkages.</param>
    /// <param name="nodes">The number of nodes.</param>
    /// <param name="weights">The weights of a calibrated network; null for the gain of the options.</param>
    public PersonalReader(WeightlessOptions options, int nodes, RatingWeights? weights)
    {
        _weights = weights;
        // With recency tiers, the shrinkage counts ratings of the largest weight.
        int greatestWeight = 1 + (options.Recency?.Sum(tier => tier.ExtraWeight) ?? 0);
        _reciprocals = new CellReciprocals(options.CellShrinkage * greatestWeight);
        _userShrinkage = options.UserShrinkage!.Value;
        _share = (long)Math.Round(options.Gain * (1 << ShareBits) / nodes);
        _gain = (long)Math.Round(options.Gain * (1 << GainBits));
        _gainShrinkage = (long)Math.Round(options.GainShrinkage!.Value * ShrinkageUnit);
        int greatestRecentWeight = 1 + WeightlessOptions.FollowDrift.Sum(tier => tier.ExtraWeight);
        _recentReciprocals = new CellReciprocals(options.CellShrinkage * greatestRecentWeight);
    }

    /// <summary>1 / (count + shrinkage) for the cells of a group, with 20 fraction bits.</summary>
    public long Reciprocal(NodeGroup group, int count) => ReciprocalsOf(group)[count];

    /// <summary>1 / (count + shrinkage) for all counts of the cells of a group.</summary>
    public CellReciprocals ReciprocalsOf(NodeGroup group) => group.Key == NodeGroup.Recent ? _recentReciprocals : _reciprocals;

    /// <summary>The weights of a calibrated network, or null.</summary>
    public RatingWeights? Weights => _weights;

    /// <summary>The contribution of a cell, or of a part of one, to the network's answer, in units with 6 fraction bits.</summary>
    /// <param name="centeredSum">The sum of values less the center, with 8 fraction bits.</param>
    /// <param name="reciprocal">The reciprocal of the whole cell.</param>
    /// <param name="share">The node's share, see <see cref="ShareOf"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long AnswerOf(long centeredSum, long reciprocal, long share) =>
        (((centeredSum * reciprocal) >> CellReciprocals.FractionBits) * share) >> (ShareBits + CenterBits - AnswerBits);

    /// <summary>A user's own level: the mean of the ratings' targets, shrunk towards 0.</summary>
    public long CenterOf(ReadOnlySpan<FoldedRating> ratings)
    {
        long sum = 0;
        foreach (ref readonly FoldedRating rating in ratings)
        {
            sum += rating.Target;
        }

        return CenterOf(sum, ratings.Length);
    }

    /// <summary>A user's own level.</summary>
    /// <param name="sum">The sum of the ratings' targets.</param>
    /// <param name="ratings">The number of ratings.</param>
    public long CenterOf(long sum, int ratings) => (sum << CenterBits) / (ratings + _userShrinkage);

    /// <summary>The share of one node of a group in the answer of the network of a user with this number of ratings.</summary>
    public long ShareOf(NodeGroup group, int ratings) =>
        _weights is null ? GainOf(_share, ratings) : (1L << ShareBits) / group.Count;

    /// <summary>The gain of the network of a user with this number of ratings, with 6 fraction bits.</summary>
    public long GainOf(int ratings) => GainOf(_gain, ratings);

    private long GainOf(long gain, int ratings) =>
        ratings == 0 ? 0 : gain * ratings * ShrinkageUnit / (((long)ratings * ShrinkageUnit) + _gainShrinkage);
}
