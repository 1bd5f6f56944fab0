using System.Text.Json;
using System.Text.Json.Serialization;
using WeightlessNet.Evaluation.Splits;
using WeightlessNet.Recommenders;

namespace MovieLensSample;

/// <summary>Writes the results as CSV, JSON and plots.</summary>
internal sealed class ReportFiles
{
    private static readonly JsonSerializerOptions JsonOptions = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters =
        {
            new JsonStringEnumConverter(JsonNamingPolicy.CamelCase),
            new TextConverter<RatingSplit>(split => split.ToString()),
            new TextConverter<ItemCatalog>(catalog => $"{catalog.Count} items of {catalog.Fields.Count} fields"),
        },
    };

    private readonly ComparisonReport _report;
    private readonly SampleSettings _settings;

    public ReportFiles(ComparisonReport report, SampleSettings settings)
    {
        _report = report;
        _settings = settings;
    }

    /// <summary>Writes all files into the folder without publishing them.</summary>
    public void WriteTo(ReportFolder folder, CancellationToken cancellation)
    {
        File.WriteAllText(folder.Add("report.json"), Json());
        ReportPlots plots = new(Caption);
        if (_report.KFold is { } kFold)
        {
            cancellation.ThrowIfCancellationRequested();
            CsvReports.WriteKFold(folder.Add("kfold.csv"), kFold);
            plots.SaveKFold(folder.Add("kfold-rmse.png"), kFold);
        }

        if (_report.Prequential is { } prequential)
        {
            cancellation.ThrowIfCancellationRequested();
            CsvReports.WritePrequential(folder.Add("prequential.csv"), prequential);
            CsvReports.WriteLearningCurve(folder.Add("learning-curve.csv"), prequential);
            plots.SaveLearningCurve(folder.Add("learning-curve.png"), prequential);
            plots.SaveHistoryLength(folder.Add("history-length.png"), prequential);
        }

        if (_report.Activity is { } activity)
        {
            cancellation.ThrowIfCancellationRequested();
            CsvReports.WriteActivity(folder.Add("activity.csv"), activity);
            plots.SaveActivity(folder.Add("activity.png"), activity);
        }

        if (_report.HoldOut.Count > 0)
        {
            CsvReports.WriteHoldOut(folder.Add("holdout.csv"), _report.HoldOut);
        }

        if (_report.ColdStart is { } coldStart)
        {
            cancellation.ThrowIfCancellationRequested();
            CsvReports.WriteColdStart(folder.Add("cold-start.csv"), coldStart);
            plots.SaveColdStart(folder.Add("cold-start.png"), coldStart);
        }

        if (_report.TasteChange is { } tasteChange)
        {
            cancellation.ThrowIfCancellationRequested();
            CsvReports.WriteTasteChange(folder.Add("taste-change.csv"), tasteChange);
            plots.SaveTasteChange(folder.Add("taste-change.png"), tasteChange);
        }

        if (_report.Ranking is { } ranking)
        {
            cancellation.ThrowIfCancellationRequested();
            CsvReports.WriteRanking(folder.Add("ranking.csv"), ranking);
            CsvReports.WriteRankingActivity(folder.Add("ranking-activity.csv"), ranking.Report);
            plots.SaveRanking(folder.Add("ranking-ndcg.png"), ranking);
        }

        if (_report.Paper is { } paper)
        {
            cancellation.ThrowIfCancellationRequested();
            CsvReports.WritePaper(folder.Add("paper.csv"), paper);
            plots.SavePaper(folder.Add("paper-accuracy.png"), paper);
        }
    }

    private string Caption => _report.IsSynthetic ? "synthetic data" : _report.Dataset.Name;

    private string Json() => JsonSerializer.Serialize(
        new
        {
            Dataset = new
            {
                _report.Dataset.Name,
                _report.IsSynthetic,
                Users = _report.Dataset.UserIds.Count,
                Films = _report.Dataset.Movies.Count,
                Ratings = _report.Dataset.Ratings.Length,
                _report.Dataset.DroppedRatings,
                _report.Dataset.SupersededRatings,
                _report.Dataset.SkippedMovieRows,
            },
            _settings.Seed,
            _report.KFold,
            _report.Prequential,
            _report.Activity,
            _report.HoldOut,
            _report.ColdStart,
            _report.TasteChange,
            _report.Ranking,
            _report.Paper,
        },
        JsonOptions);
}
