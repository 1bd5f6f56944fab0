namespace WeightlessNet.Evaluation.Search;

/// <summary>A number to choose, and the values to choose from. Immutable.</summary>
public sealed class SearchParameter
{
    /// <summary>Creates a parameter.</summary>
    /// <param name="name">Its name, unique in a search and not blank.</param>
    /// <param name="values">The values to try, at least one, all finite and different. The first should be the default in use.</param>
    /// <exception cref="ArgumentNullException"><paramref name="values"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// The name is blank, there is no value, or a value repeats or is not a finite number.
    /// </exception>
    public SearchParameter(string name, params double[] values)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(values);
        if (values.Length == 0 || !Array.TrueForAll(values, double.IsFinite) || values.Distinct().Count() < values.Length)
        {
            throw new ArgumentException(
                $"'{name}' needs one value or more, all of them different finite numbers.", nameof(values));
        }

        Name = name;
        Values = Array.AsReadOnly([.. values]);
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The values to try, in the given order.</summary>
    public IReadOnlyList<double> Values { get; }

    /// <summary>A parameter whose values have equal distances.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="minimum">The first value.</param>
    /// <param name="maximum">The last value, above the first.</param>
    /// <param name="count">The number of values, 2 or more.</param>
    /// <exception cref="ArgumentException">The name is blank.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is not in its range.</exception>
    public static SearchParameter Linear(string name, double minimum, double maximum, int count)
    {
        CheckRange(minimum, maximum, count);
        return new SearchParameter(name, Steps(minimum, maximum, count, at => minimum + (at * (maximum - minimum))));
    }

    /// <summary>A parameter whose values have equal ratios, such as 0.01, 0.1 and 1: for learning rates and regularization.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="minimum">The first value, above 0.</param>
    /// <param name="maximum">The last value, above the first.</param>
    /// <param name="count">The number of values, 2 or more.</param>
    /// <exception cref="ArgumentException">The name is blank.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is not in its range.</exception>
    public static SearchParameter Logarithmic(string name, double minimum, double maximum, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(minimum);
        CheckRange(minimum, maximum, count);
        return new SearchParameter(name, Steps(minimum, maximum, count, at => minimum * Math.Pow(maximum / minimum, at)));
    }

    private static void CheckRange(double minimum, double maximum, int count)
    {
        if (!double.IsFinite(minimum))
        {
            throw new ArgumentOutOfRangeException(nameof(minimum), minimum, "The minimum must be a finite number.");
        }

        if (!(maximum > minimum && double.IsFinite(maximum - minimum)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(maximum), maximum, FormattableString.Invariant($"The maximum must be finite and above {minimum}."));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
    }

    // The ends are exact.
    private static double[] Steps(double minimum, double maximum, int count, Func<double, double> valueAt) =>
    [
        .. Enumerable.Range(0, count).Select(
            i => i == 0 ? minimum : i == count - 1 ? maximum : valueAt((double)i / (count - 1))),
    ];

    /// <summary>The name and the values, in one line.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{Name}: {string.Join(", ", Values.Select(static value => FormattableString.Invariant($"{value}")))}");
}
