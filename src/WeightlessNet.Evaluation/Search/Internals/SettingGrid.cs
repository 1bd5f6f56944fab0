using WeightlessNet.Bits;

namespace WeightlessNet.Evaluation.Search.Internals;

/// <summary>The settings to try.</summary>
internal static class SettingGrid
{
    private const int MostSettings = 10_000;

    /// <summary>All combinations, the last parameter changing fastest, or some of them; the one of all first values comes first.</summary>
    public static SearchSetting[] Of(IReadOnlyList<SearchParameter> parameters, int? maximum, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        SearchParameter[] copy = [.. parameters];
        if (copy.Length == 0 || copy.Contains(null) || copy.Select(parameter => parameter.Name).Distinct().Count() < copy.Length)
        {
            throw new ArgumentException("There must be one parameter or more, all with different names.", nameof(parameters));
        }

        if (Array.Find(copy, parameter => SearchReport.FileColumns.Contains(parameter.Name)) is { } taken)
        {
            throw new ArgumentException(
                $"'{taken.Name}' is a column of the report; give the parameter another name.", nameof(parameters));
        }

        double combinations = copy.Aggregate(1.0, (product, parameter) => product * parameter.Values.Count);
        if (Math.Min(combinations, maximum ?? double.PositiveInfinity) > MostSettings)
        {
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"{combinations:N0} settings are too many: at most {MostSettings:N0} can be tried. Set ")
                    + FormattableString.Invariant(
                        $"{nameof(OptionSearchOptions.MaximumSettings)} to at most {MostSettings:N0} to draw some of them at random."),
                nameof(parameters));
        }

        int[][] choices = maximum < combinations ? Draw(copy, maximum.Value, seed) : All(copy);
        return Array.ConvertAll(choices, choice => new SearchSetting(copy, choice));
    }

    private static int[][] All(SearchParameter[] parameters) =>
    [
        .. parameters.Aggregate(
            (IEnumerable<int[]>)[[]],
            (settings, parameter) => settings.SelectMany(
                setting => Enumerable.Range(0, parameter.Values.Count).Select(choice => (int[])[.. setting, choice]))),
    ];

    // Without repetition, each combination with the same probability.
    private static int[][] Draw(SearchParameter[] parameters, int count, ulong seed)
    {
        SplitMix64 random = new(seed);
        int[] choice = new int[parameters.Length];
        List<int[]> drawn = [[.. choice]];
        HashSet<string> known = [string.Join(',', choice)];
        while (drawn.Count < count)
        {
            for (int i = 0; i < choice.Length; i++)
            {
                choice[i] = random.Next(parameters[i].Values.Count);
            }

            if (known.Add(string.Join(',', choice)))
            {
                drawn.Add([.. choice]);
            }
        }

        return [.. drawn];
    }
}
