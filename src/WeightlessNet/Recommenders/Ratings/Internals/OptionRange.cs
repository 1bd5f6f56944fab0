namespace WeightlessNet.Recommenders.Ratings.Internals;

/// <summary>Checks that options lie within their ranges.</summary>
internal static class OptionRange
{
    public static int Checked(int value, int minimum, int maximum, string name) =>
        value >= minimum && value <= maximum
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} must be {minimum} to {maximum}.");

    public static double Checked(double value, double minimum, double maximum, string name) =>
        value >= minimum && value <= maximum
            ? value
            : throw new ArgumentOutOfRangeException(
                name, value, FormattableString.Invariant($"{name} must be {minimum} to {maximum}."));

    public static int AtLeast(int value, int minimum, string name) =>
        value >= minimum ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must be {minimum} or more.");

    /// <summary>A learning rate: above 0, to 1.</summary>
    public static double Rate(double value, string name) =>
        value is > 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must be above 0 and at most 1.");

    /// <summary>A part of a whole, neither nothing nor all of it.</summary>
    public static double Share(double value, string name) =>
        value > 0 && value < 1 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must be above 0 and below 1.");

    public static TEnum Defined<TEnum>(TEnum value, string name)
        where TEnum : struct, Enum =>
        Enum.IsDefined(value)
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} must be one of {string.Join(", ", Enum.GetNames<TEnum>())}.");

    public static RatingScale Scale(RatingScale value, string name) =>
        value.LevelCount > 0
            ? value
            : throw new ArgumentOutOfRangeException(
                name, value, "A default scale has no levels: use RatingScale.Stars, RatingScale.HalfStars, or the constructor.");

    public static RatingScale? Scale(RatingScale? value, string name) => value is { } scale ? Scale(scale, name) : null;

    /// <summary>A copy of a list of different numbers, each a minimum or more.</summary>
    public static IReadOnlyList<int> Numbers(IReadOnlyList<int> values, int minimum, string name)
    {
        ArgumentNullException.ThrowIfNull(values, name);
        int[] copy = [.. values];
        if (copy.Length == 0)
        {
            throw new ArgumentException($"{name} must have at least one number.", name);
        }

        if (copy.Distinct().Count() < copy.Length)
        {
            throw new ArgumentException($"{name} must not repeat a number: {string.Join(", ", copy)}.", name);
        }

        foreach (int number in copy)
        {
            AtLeast(number, minimum, name);
        }

        return Array.AsReadOnly(copy);
    }
}
