using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders;

/// <summary>The scale on which users rate: its ends and the step between two neighboring levels.</summary>
/// <remarks>Immutable and safe to share between threads.</remarks>
public readonly record struct RatingScale
{
    /// <summary>Creates a scale.</summary>
    /// <param name="minimum">The lowest rating.</param>
    /// <param name="maximum">The highest rating, above <paramref name="minimum"/>.</param>
    /// <param name="step">
    /// The distance between two neighboring levels, above 0; it divides the range into whole steps, at most 1000.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A value is not finite, or the three do not make a scale.</exception>
    public RatingScale(float minimum, float maximum, float step)
    {
        if (!float.IsFinite(minimum))
        {
            throw new ArgumentOutOfRangeException(nameof(minimum), minimum, "The lowest rating is a finite number.");
        }

        if (!float.IsFinite(maximum) || maximum <= minimum)
        {
            throw new ArgumentOutOfRangeException(nameof(maximum), maximum, $"The highest rating is a finite number above {minimum}.");
        }

        double steps = step > 0 ? ((double)maximum - minimum) / step : double.NaN;
        double whole = Math.Round(steps);
        if (!(steps <= MaximumSteps + 0.5) || whole < 1 || Math.Abs(steps - whole) > 1e-3)
        {
            throw new ArgumentOutOfRangeException(
                nameof(step),
                step,
                $"The step divides {minimum}..{maximum} into 1 to {MaximumSteps} whole steps.");
        }

        Minimum = minimum;
        Maximum = maximum;
        Step = step;
        LevelCount = (int)whole + 1;
    }

    private const int MaximumSteps = 1000;

    /// <summary>Half stars from 0.5 to 5, as MovieLens has used since 2003.</summary>
    public static RatingScale HalfStars { get; } = new(0.5f, 5f, 0.5f);

    /// <summary>Whole stars from 1 to 5.</summary>
    public static RatingScale Stars { get; } = new(1f, 5f, 1f);

    /// <summary>The lowest rating.</summary>
    public float Minimum { get; }

    /// <summary>The highest rating.</summary>
    public float Maximum { get; }

    /// <summary>The distance between two neighboring levels.</summary>
    public float Step { get; }

    /// <summary>How many levels the scale has: 10 for <see cref="HalfStars"/>.</summary>
    public int LevelCount { get; }

    /// <summary>
    /// The rating from which on users are taken to like an item unless they are asked: the first level at three quarters of the scale or
    /// above, 4 of 5 stars; 0 for the default value, which is no scale.
    /// </summary>
    public float LikedFrom => LevelCount == 0 ? 0 : ValueOf(((3 * (LevelCount - 1)) + 3) / 4);

    /// <summary>
    /// The level nearest to a rating, 0 to <see cref="LevelCount"/> - 1; values outside of the scale give its end levels.
    /// </summary>
    /// <param name="value">A rating; not NaN.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="value"/> is NaN.</exception>
    public int LevelOf(double value)
    {
        if (double.IsNaN(value))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "A rating is a number.");
        }

        double level = Math.Round((value - Minimum) / Step, MidpointRounding.AwayFromZero);
        return (int)Math.Clamp(level, 0, LevelCount - 1);
    }

    /// <summary>The rating at a level.</summary>
    /// <param name="level">0 to <see cref="LevelCount"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="level"/> is not a level of this scale.</exception>
    public float ValueOf(int level)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(level);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(level, LevelCount);
        return level == LevelCount - 1 ? Maximum : (float)(Minimum + ((double)level * Step));
    }

    /// <summary>The value moved into the scale: <see cref="Minimum"/> where it is below, <see cref="Maximum"/> where it is above.</summary>
    /// <param name="value">A number; not NaN.</param>
    public double Clamp(double value) => Math.Clamp(value, Minimum, Maximum);

    /// <summary>Whether a rating is a number between the ends of the scale. It need not be a level.</summary>
    /// <param name="value">The rating.</param>
    public bool Contains(double value) => value >= Minimum && value <= Maximum;

    /// <summary>Throws where a rating is not on the scale or names no user or item.</summary>
    /// <param name="rating">The rating to check.</param>
    /// <param name="itemCount">How many items there are.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The user is negative, the item is not 0 to <paramref name="itemCount"/> - 1, or the value is not a number on this scale.
    /// </exception>
    internal void Validate(in Rating rating, int itemCount)
    {
        if (rating.User < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(rating), rating.User, "A user's id is 0 or more.");
        }

        if ((uint)rating.Item >= (uint)itemCount)
        {
            throw new ArgumentOutOfRangeException(nameof(rating), rating.Item, $"An item's id is 0 to {itemCount - 1}.");
        }

        if (!Contains(rating.Value))
        {
            throw new ArgumentOutOfRangeException(nameof(rating), rating.Value, $"A rating is {Minimum} to {Maximum}.");
        }
    }

    // Stored as the lowest rating, the highest and the step, f32 each.
    internal void WriteTo(SnapshotWriter writer)
    {
        writer.Write(Minimum);
        writer.Write(Maximum);
        writer.Write(Step);
    }

    internal static RatingScale Read(SnapshotReader reader) => new(reader.ReadSingle(), reader.ReadSingle(), reader.ReadSingle());
}
