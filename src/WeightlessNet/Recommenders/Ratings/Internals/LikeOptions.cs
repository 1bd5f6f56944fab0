namespace WeightlessNet.Recommenders.Ratings.Internals;

/// <summary>Checks the options that the recommenders that learn from likes share.</summary>
internal static class LikeOptions
{
    public static float? CheckedRating(float? value, string name) =>
        value is null || float.IsFinite(value.Value)
            ? value
            : throw new ArgumentOutOfRangeException(name, value, "The rating must be a finite number.");

    public static int CheckedParallelism(int value, string name) =>
        value is -1 or > 0
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} must be 1 or more, or -1 for all processors.");

    /// <summary>The most threads that both numbers allow; -1 for all processors, <see cref="int.MaxValue"/> for no limit.</summary>
    public static int Within(int parallelism, int limit) =>
        parallelism != -1 ? Math.Min(parallelism, limit) : limit == int.MaxValue ? -1 : limit;

    /// <summary>The lowest rating of a liked item.</summary>
    /// <exception cref="ArgumentException">It is not on the scale.</exception>
    public static float LikedFrom(float? value, RatingScale scale, string parameter)
    {
        float likedFrom = value ?? scale.LikedFrom;
        return scale.Contains(likedFrom)
            ? likedFrom
            : throw new ArgumentException(
                FormattableString.Invariant($"{nameof(LikedFrom)} is {likedFrom}, but must be {scale.Minimum} to {scale.Maximum}."),
                parameter);
    }
}
