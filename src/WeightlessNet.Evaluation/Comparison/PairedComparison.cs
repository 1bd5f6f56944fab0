using System.Globalization;

namespace WeightlessNet.Evaluation.Comparison;

/// <summary>
/// The difference between the figures of two recommenders for the same users. Immutable and safe to share between threads.
/// </summary>
/// <remarks>
/// A difference is the first recommender's figure minus the second's for one user, so it does not depend on how easy the user is to
/// predict. A higher figure counts as a win of the first recommender, which is better for figures such as NDCG, but worse for errors.
/// </remarks>
public sealed class PairedComparison
{
    /// <summary>The mean difference over the users, with its <see cref="Bootstrap"/> interval.</summary>
    public required ConfidenceInterval Difference { get; init; }

    /// <summary>The share of the resamples whose mean difference is above 0, 0 to 1.</summary>
    public required double ShareAboveZero { get; init; }

    /// <summary>The number of users for whom the first figure is higher.</summary>
    public required int Wins { get; init; }

    /// <summary>The number of users for whom the figures are equal.</summary>
    public required int Ties { get; init; }

    /// <summary>The number of users for whom the first figure is lower.</summary>
    public required int Losses { get; init; }

    /// <summary>The difference with its interval, and the number of users for whom the first figure is higher, equal and lower.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Difference.Estimate:+0.0000;-0.0000;0.0000}, {100 * Difference.Confidence:0.##} % interval {Difference.Lower:0.0000} to "
            + $"{Difference.Upper:0.0000}; higher for {Wins} users, equal for {Ties}, lower for {Losses}");

    /// <summary>Compares two recommenders.</summary>
    /// <param name="first">The first recommender's figures, one per user; one or more, all finite.</param>
    /// <param name="second">The second recommender's figures for the same users in the same order.</param>
    /// <param name="options">The options; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">There is no figure, a figure is not finite, or the lengths differ.</exception>
    public static PairedComparison Of(ReadOnlySpan<double> first, ReadOnlySpan<double> second, BootstrapOptions? options = null)
    {
        if (first.Length != second.Length)
        {
            throw new ArgumentException($"{first.Length} figures cannot be paired with {second.Length}.", nameof(second));
        }

        if (first.IsEmpty)
        {
            throw new ArgumentException("At least one figure is needed.", nameof(first));
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
        return new PairedComparison
        {
            Difference = Bootstrap.IntervalOf(differences, means, options),
            ShareAboveZero = (double)means.Count(mean => mean > 0) / means.Length,
            Wins = wins,
            Ties = differences.Length - wins - losses,
            Losses = losses,
        };
    }

    /// <summary>Compares two recommenders by a figure of one report, such as <c>UserRmse</c>.</summary>
    /// <param name="first">The first recommender's figures; one or more, all finite.</param>
    /// <param name="second">The second recommender's figures for the same users in the same order.</param>
    /// <param name="options">The options; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentNullException">A list is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">There is no figure, a figure is not finite, or the users differ.</exception>
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
                    $"Figure {i} is of user {first[i].User}, but of user {second[i].User} in the second list.", nameof(second));
            }
        }

        return Of([.. first.Select(value => value.Value)], [.. second.Select(value => value.Value)], options);
    }

    private static void RequireFinite(double figure, string parameter)
    {
        if (!double.IsFinite(figure))
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"Every figure must be a finite number; {figure} is not."), parameter);
        }
    }
}
