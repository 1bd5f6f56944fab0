using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>
/// Estimates the answers of cells of log-odds in table steps, a vector at a time, and says where the estimate is too close to the edge of a
/// step to be sure that it is the answer of integer arithmetic.
/// </summary>
internal readonly struct LogOddsEstimate
{
    /// <summary>The number of cells that are estimated at a time.</summary>
    public const int Count = 16;

    // In steps. The three logarithms, the mean and the estimate are together less than 8 units of 2^-16 bits off; a step has 4096 units.
    private const float Margin = 16f / 4096;

    private readonly float _shrinkage;
    private readonly float _all;
    private readonly float _likes;
    private readonly float _ratings;
    private readonly float _start;

    /// <param name="shrinkage">The shrinkage, in units of a rating.</param>
    /// <param name="likes">All likes of the user.</param>
    /// <param name="ratings">All ratings of the user.</param>
    /// <param name="all">The sum of the background.</param>
    /// <param name="readings">The weights of the two readings.</param>
    public LogOddsEstimate(long shrinkage, int likes, int ratings, long all, ReadingWeights readings)
    {
        _shrinkage = shrinkage;
        _all = (float)all * LogOddsFold.Unit;
        double share = readings.Likes / (double)readings.Sum;
        _likes = (float)(share * LogOddsFold.StepsPerBit);
        _ratings = (float)((1 - share) * LogOddsFold.StepsPerBit);
        double ofAll = (share * Math.Log2(((double)likes * LogOddsFold.Unit) + shrinkage))
            + ((1 - share) * Math.Log2(((double)ratings * LogOddsFold.Unit) + shrinkage));

        // A half, so that the whole part is the rounded value.
        _start = (float)(0.5 - (ofAll * LogOddsFold.StepsPerBit));
    }

    /// <summary>Writes the estimates of some cells with ratings; those of other cells have no meaning.</summary>
    /// <param name="likes">The user's likes at each cell.</param>
    /// <param name="ratings">The user's ratings at each cell.</param>
    /// <param name="background">The ratings of all users at each cell.</param>
    /// <param name="steps">Receives the estimates.</param>
    /// <returns>The cells that are too close to an edge: bit i is cell i.</returns>
    public uint Write(ReadOnlySpan<int> likes, ReadOnlySpan<int> ratings, ReadOnlySpan<uint> background, Span<sbyte> steps)
    {
        Vector512<float> perRating = Vector512.Create(_all) / Vector512.ConvertToSingle(Vector512.Create(background));
        Vector512<float> value = Vector512.Create(_start);
        if (_likes > 0)
        {
            value += OddsOf(Vector512.Create(likes), perRating) * _likes;
        }

        if (_ratings > 0)
        {
            value += OddsOf(Vector512.Create(ratings), perRating) * _ratings;
        }

        Vector512<float> whole = Vector512.Floor(value);
        Vector512<float> above = value - whole;
        Vector512<float> outside = Vector512.LessThan(above, Vector512.Create(Margin))
            | Vector512.GreaterThan(above, Vector512.Create(1 - Margin));
        Vector512<int> clamped = Vector512.ConvertToInt32(Vector512.Min(
            Vector512.Max(whole, Vector512.Create((float)-sbyte.MaxValue)), Vector512.Create((float)sbyte.MaxValue)));
        Vector256<short> narrow = Vector256.Narrow(clamped.GetLower(), clamped.GetUpper());
        Vector128.Narrow(narrow.GetLower(), narrow.GetUpper()).StoreUnsafe(ref MemoryMarshal.GetReference(steps));
        return (uint)outside.ExtractMostSignificantBits();
    }

    private Vector512<float> OddsOf(Vector512<int> count, Vector512<float> perRating) =>
        Vector512.Log2((Vector512.ConvertToSingle(count) * perRating) + Vector512.Create(_shrinkage));
}
