using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders;

/// <summary>The scale of ratings: its ends and the step between neighboring levels.</summary>
/// <remarks>Immutable and safe to share between threads.</remarks>
public readonly record struct RatingScale
{
    /// <summary>Creates a scale.</summary>
    /// <param name="minimum">The lowest rating.</param>
    /// <param name="maximum">The highest rating, above <paramref name="minimum"/>.</param>
    /// <param name="step">The distance between neighboring levels, above 0; it must divide the range into 1 to 1000 whole steps.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A value is not finite, <paramref name="maximum"/> is not above <paramref name="minimum"/>, or <paramref name="step"/> does not
    /// divide the range.
    /// </exception>
    public RatingScale(float minimum, float maximum, float step)
    {
        if (!float.IsFinite(minimum))
        {
            throw new ArgumentOutOfRangeException(nameof(minimum), minimum, "The minimum must be finite.");
        }

        if (!float.IsFinite(maximum) || maximum <= minimum)
        {
            throw new ArgumentOutOfRangeException(nameof(maximum), maximum, $"The maximum must be finite and above {minimum}.");
        }

        double steps = step > 0 ? ((double)maximum - minimum) / step : double.NaN;
        double whole = Math.Round(steps);
        if (!(steps <= MaximumSteps + 0.5) || whole < 1 || Math.Abs(steps - whole) > 1e-3)
        {
            throw new ArgumentOutOfRangeException(
                nameof(step),
                step,
                $"The step must divide {minimum} to {maximum} into 1 to {MaximumSteps} whole steps.");
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

    /// <summary>The distance between neighboring levels.</summary>
    public float Step { get; }

    /// <summary>The number of levels: 10 for <see cref="HalfStars"/>.</summary>
    public int LevelCount { get; }

    /// <summary>
    /// The default threshold for a like: the lowest level at or above three quarters of the scale, such as 4 of 5 stars; 0 for the default
    /// value of this type, which is not a valid scale.
    /// </summary>
    public float LikedFrom => LevelCount == 0 ? 0 : ValueOf(((3 * (LevelCount - 1)) + 3) / 4);

    /// <summary>The level nearest to a rating, 0 to <see cref="LevelCount"/> - 1; values outside the scale map to its end levels.</summary>
    /// <param name="value">A rating; not NaN.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="value"/> is NaN.</exception>
    public int LevelOf(double value)
    {
        if (double.IsNaN(value))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "A rating must not be NaN.");
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

    /// <summary>Clamps a value to <see cref="Minimum"/> to <see cref="Maximum"/>.</summary>
    /// <param name="value">A number; not NaN.</param>
    public double Clamp(double value) => Math.Clamp(value, Minimum, Maximum);

    /// <summary>Whether a rating lies between the ends of the scale. It need not be a level. NaN does not.</summary>
    /// <param name="value">The rating.</param>
    public bool Contains(double value) => value >= Minimum && value <= Maximum;

    /// <summary>Throws if a rating is not valid.</summary>
    /// <param name="rating">The rating to check.</param>
    /// <param name="itemCount">The number of items.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The user is negative, the item is not 0 to <paramref name="itemCount"/> - 1, or the value is not on this scale.
    /// </exception>
    internal void Validate(in Rating rating, int itemCount)
    {
        if (rating.User < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(rating), rating.User, "A user's id must be 0 or more.");
        }

        if ((uint)rating.Item >= (uint)itemCount)
        {
            throw new ArgumentOutOfRangeException(nameof(rating), rating.Item, $"An item's id must be 0 to {itemCount - 1}.");
        }

        if (!Contains(rating.Value))
        {
            throw new ArgumentOutOfRangeException(nameof(rating), rating.Value, $"A rating must be {Minimum} to {Maximum}.");
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
