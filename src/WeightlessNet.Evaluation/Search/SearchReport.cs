using WeightlessNet.Evaluation.Reports;
using WeightlessNet.Evaluation.Reports.Internals;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Search;

/// <summary>The report of an <see cref="OptionSearch"/>. Immutable and safe to share between threads.</summary>
public sealed class SearchReport : IEvaluationReport
{
    /// <summary>The name of the chosen setting in <see cref="Results"/>.</summary>
    public const string ChosenName = "chosen";

    /// <summary>The name of the setting of all first values in <see cref="Results"/>.</summary>
    public const string FirstName = "first values";

    /// <summary>The columns of the table of settings that are not parameters, whatever the goal.</summary>
    internal static readonly string[] FileColumns = [SettingColumn, "rmse", "mae", "ndcg", "recall", "hit_rate"];

    private const string SettingColumn = "setting";

    /// <summary>The options of the search.</summary>
    public required OptionSearchOptions Options { get; init; }

    /// <summary>
    /// The scale of the ratings: that of the options, or the one found by the values of all ratings, including those that the choice did
    /// not see.
    /// </summary>
    public required RatingScale Scale { get; init; }

    /// <summary>The number of ratings that the choice was made with.</summary>
    public required int TrainCount { get; init; }

    /// <summary>The number of ratings that judge it.</summary>
    public required int TestCount { get; init; }

    /// <summary>The setting that was best on the data of the choice.</summary>
    public required SearchSetting Chosen { get; init; }

    /// <summary>All settings that were tried, the one of all first values first. Their figures are of the data of the choice.</summary>
    public required IReadOnlyList<SettingResult> Settings { get; init; }

    /// <summary>
    /// The figures on ratings that the choice did not see: of the chosen setting, of the setting of all first values, and of the plain
    /// baselines.
    /// </summary>
    public required IReadOnlyList<SearchResult> Results { get; init; }

    /// <summary>The figure of the chosen setting on ratings that the choice did not see.</summary>
    public double Score => Results[0].Score;

    /// <summary>The result of the chosen setting, of the first values, or of a baseline.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="KeyNotFoundException">There is no result with this name; the message lists the names.</exception>
    public SearchResult this[string name] => Named.Find(Results, result => result.Name, name);

    /// <summary>The judgment and the tried settings as text, at most 80 columns wide.</summary>
    public override string ToString()
    {
        IReadOnlyList<ReportTable> tables = ToTables();
        return $"{tables[0]}\n{tables[1]}";
    }

    /// <inheritdoc/>
    public IReadOnlyList<ReportTable> ToTables() =>
    [
        Figure(
            new TableBuilder<SearchResult>(
                "results",
                FormattableString.Invariant($"search: chosen is {Chosen}; judged on {TestCount:N0} ratings that the choice did not see"),
                Results)
                .Key("name", result => result.Name)
                .FileOnly("kind", result => Named.KindOf(result.Kind)),
            result => result.Score),
        SettingsTable(),
    ];

    /// <inheritdoc/>
    public void WriteCsv(TextWriter writer) => ToTables()[0].WriteCsv(writer);

    /// <inheritdoc/>
    public void WriteJson(Stream stream) => TableFiles.WriteJson(stream, ToTables());

    // A column for each parameter.
    private ReportTable SettingsTable()
    {
        TableBuilder<(int Number, SettingResult Result)> table = new TableBuilder<(int Number, SettingResult Result)>(
            "settings",
            FormattableString.Invariant($"Tried: means of {Options.InnerSplits.Count} splits of the other {TrainCount:N0} ratings"),
            Settings.Select((result, i) => (i + 1, result)))
            .Key(SettingColumn, row => row.Number);
        foreach (string name in Chosen.Names)
        {
            table.Parameter(name, row => row.Result.Setting[name]);
        }

        return Figure(table, row => row.Result.Score);
    }

    private ReportTable Figure<TRow>(TableBuilder<TRow> table, Func<TRow, double?> score) => Options.Goal switch
    {
        SearchGoal.Rmse => table.Error("RMSE", "rmse", score).Build(),
        SearchGoal.Mae => table.Error("MAE", "mae", score).Build(),
        SearchGoal.Ndcg => table.Score("NDCG", "ndcg", score).Build(),
        SearchGoal.Recall => table.Score("recall", "recall", score).Build(),
        _ => table.Score("hit rate", "hit_rate", score).Build(),
    };
}
