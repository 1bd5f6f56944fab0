using System.Globalization;

namespace WeightlessNet.Evaluation.Comparison;

/// <summary>How a system differs from another over the same users.</summary>
/// <remarks>
/// Differences are those of the first system less the second, user by user, so that what makes a user easy or hard cancels out. Of figures
/// such as NDCG more is better and a win is the first system's; of errors less is better and a win is the second system's.
/// </remarks>
/// <param name="Difference">The mean difference over the users and its interval, of <see cref="Bootstrap"/>.</param>
/// <param name="ShareAboveZero">The share of the resamples whose mean difference is above 0, 0 to 1.</param>
/// <param name="Wins">Of how many users the first system's figure is the higher one.</param>
/// <param name="Ties">Of how many users the figures are equal.</param>
/// <param name="Losses">Of how many users the first system's figure is the lower one.</param>
public sealed record PairedComparison(ConfidenceInterval Difference, double ShareAboveZero, int Wins, int Ties, int Losses)
{
    /// <summary>Compares two systems.</summary>
    /// <param name="first">The figures of the first system, one per user; one or more, all finite.</param>
    /// <param name="second">The figures of the second system, of the same users in the same order.</param>
    /// <param name="options">How to resample; the defaults where it is <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">There is no figure, one is not finite, or the numbers of them differ.</exception>
    public static PairedComparison Of(ReadOnlySpan<double> first, ReadOnlySpan<double> second, BootstrapOptions? options = null)
    {
        if (first.Length != second.Length)
        {
            throw new ArgumentException($"{first.Length} figures do not pair with {second.Length}.", nameof(second));
        }

        if (first.IsEmpty)
        {
            throw new ArgumentException("There is at least one figure.", nameof(first));
        }

        options ??= new BootstrapOptions();
        double[] differences = new double[first.Length];
        int wins = 0;
        int losses = 0;
        for (int i = 0; i < differences.Length; i++)
        {
            RequireFinite(first[i], nameof(first));
            RequireFinite(second[i], nameof(second));
            differences[i] = first[i] - second[i];
            wins += first[i] > second[i] ? 1 : 0;
            losses += first[i] < second[i] ? 1 : 0;
        }

        double[] means = Bootstrap.SortedMeans(differences, options);
        return new PairedComparison(
            Bootstrap.IntervalOf(differences, means, options),
            (double)means.Count(mean => mean > 0) / means.Length,
            wins,
            differences.Length - wins - losses,
            losses);
    }

    /// <summary>Compares two systems by a figure of their reports.</summary>
    /// <param name="first">The figures of the first system; one or more, all finite.</param>
    /// <param name="second">The figures of the second system, of the same users in the same order, as one report has them.</param>
    /// <param name="options">How to resample; the defaults where it is <see langword="null"/>.</param>
    /// <exception cref="ArgumentNullException">A list is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">There is no figure, one is not finite, or the users differ.</exception>
    public static PairedComparison Of(
        IReadOnlyList<UserValue> first, IReadOnlyList<UserValue> second, BootstrapOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        for (int i = 0; i < Math.Min(first.Count, second.Count); i++)
        {
            if (first[i].User != second[i].User)
            {
                throw new ArgumentException(
                    $"Figure {i} is of user {first[i].User} here and of user {second[i].User} there.", nameof(second));
            }
        }

        return Of([.. first.Select(value => value.Value)], [.. second.Select(value => value.Value)], options);
    }

    private static void RequireFinite(double figure, string parameter)
    {
        if (!double.IsFinite(figure))
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"Every figure is a finite number; {figure} is not."), parameter);
        }
    }
}
