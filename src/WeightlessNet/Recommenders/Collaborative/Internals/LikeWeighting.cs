using WeightlessNet.Bits;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>How much the likes of a user count: by their amounts, and by their age.</summary>
/// <param name="Amounts">How much amounts count.</param>
/// <param name="HalfLife">After what time a like counts half; null for likes that do not age.</param>
internal readonly record struct LikeWeighting(LikeWeights Amounts, TimeSpan? HalfLife)
{
    private const double Ln2 = 0.693147180559945309;

    // A like never vanishes: a user whose likes are all old but one is not a newcomer.
    private const double Least = 1.0 / 64;

    /// <summary>The newest layout of options with a weighting.</summary>
    public const int NewestLayout = 3;

    /// <summary>Whether all likes count the same.</summary>
    public bool IsEqual => Amounts == LikeWeights.Equal && HalfLife is null;

    /// <summary>The layout of options: 2 where likes weigh by amount, 3 where they age.</summary>
    public int Layout => HalfLife is not null ? NewestLayout : Amounts == LikeWeights.Equal ? 1 : 2;

    /// <summary>Checks an option.</summary>
    public static LikeWeights CheckedAmounts(LikeWeights value, string name) => value is LikeWeights.Equal or LikeWeights.ByAmount
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "The weights must be Equal or ByAmount.");

    /// <summary>Checks an option.</summary>
    public static TimeSpan? CheckedHalfLife(TimeSpan? value, string name) => value is null || IsHalfLife(value.Value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} must be 1 second to 20,000 days, or null.");

    /// <summary>Checks an option that may also say that likes do not age.</summary>
    public static TimeSpan? CheckedHalfLifeOrNone(TimeSpan? value, string name) =>
        value is null || value == TimeSpan.MaxValue || IsHalfLife(value.Value)
            ? value
            : throw new ArgumentOutOfRangeException(
                name, value, $"{name} must be 1 second to 20,000 days, {nameof(TimeSpan)}.{nameof(TimeSpan.MaxValue)} for none, or null.");

    /// <summary>Writes what the layout does not say: for layout 3, 1, u8, if likes weigh by amount, or 0, and the half-life in
    /// units of 100 nanoseconds, i64.</summary>
    public void WriteTo(SnapshotWriter writer)
    {
        if (HalfLife is TimeSpan halfLife)
        {
            writer.Write((byte)(Amounts == LikeWeights.ByAmount ? 1 : 0));
            writer.Write(halfLife.Ticks);
        }
    }

    /// <summary>Reads what <see cref="WriteTo"/> wrote in a layout.</summary>
    public static LikeWeighting Read(SnapshotReader reader, int layout)
    {
        if (layout < NewestLayout)
        {
            return new LikeWeighting(layout > 1 ? LikeWeights.ByAmount : LikeWeights.Equal, null);
        }

        LikeWeights amounts = reader.ReadBoolean() ? LikeWeights.ByAmount : LikeWeights.Equal;
        TimeSpan halfLife = new(reader.Read<long>());
        return IsHalfLife(halfLife)
            ? new LikeWeighting(amounts, halfLife)
            : throw reader.Invalid($"the half-life of likes is {halfLife}");
    }

    /// <summary>What is left of a like: above 0, at most 1.</summary>
    /// <param name="time">Its time, in seconds; 0 if unknown.</param>
    /// <param name="latest">The time of the user's latest like, in seconds.</param>
    public double LeftOf(long time, long latest)
    {
        if (time == 0 || HalfLife is not TimeSpan halfLife)
        {
            return 1;
        }

        double halfLives = ((double)latest - time) * TimeSpan.TicksPerSecond / halfLife.Ticks;
        return Math.Max(PortableMath.Exp(-Ln2 * halfLives), Least);
    }

    private static bool IsHalfLife(TimeSpan value) => value >= TimeSpan.FromSeconds(1) && value <= TimeSpan.FromDays(20_000);
}
