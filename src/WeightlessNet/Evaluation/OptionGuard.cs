using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation;

/// <summary>Refuses options that make no sense.</summary>
internal static class OptionGuard
{
    public static void CheckScale(RatingScale scale, string parameter)
    {
        if (scale.LevelCount == 0)
        {
            throw new ArgumentException("The default value is no scale of ratings.", parameter);
        }
    }

    public static void CheckShare(double share, string parameter)
    {
        if (!(share > 0 && share < 1))
        {
            throw new ArgumentOutOfRangeException(parameter, share, "A share is above 0 and below 1.");
        }
    }

    public static void CheckDistance(PatternDistance distance, string parameter)
    {
        if (distance is not (PatternDistance.Jaccard or PatternDistance.Hamming))
        {
            throw new ArgumentOutOfRangeException(parameter, distance, "There is no such distance between patterns.");
        }
    }

    /// <summary>A copy of a list of different numbers, each at least as high as a minimum.</summary>
    public static IReadOnlyList<int> CopyNumbers(IReadOnlyList<int> numbers, int minimum, string parameter)
    {
        ArgumentNullException.ThrowIfNull(numbers, parameter);
        int[] copy = [.. numbers];
        if (copy.Length == 0)
        {
            throw new ArgumentException("There is at least one number.", parameter);
        }

        if (copy.Distinct().Count() < copy.Length)
        {
            throw new ArgumentException($"A number repeats: {string.Join(", ", copy)}.", parameter);
        }

        foreach (int number in copy)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(number, minimum, parameter);
        }

        return Array.AsReadOnly(copy);
    }
}
