using System.Text.Json;
using System.Text.Json.Serialization;

namespace MovieLensSample;

/// <summary>Writes the results as CSV, as JSON and as plots.</summary>
internal sealed class ReportFiles
{
    private static readonly JsonSerializerOptions JsonOptions = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private readonly ComparisonReport _report;
    private readonly SampleSettings _settings;

    public ReportFiles(ComparisonReport report, SampleSettings settings)
    {
        _report = report;
        _settings = settings;
    }

    /// <summary>Writes all files into the folder, not yet published.</summary>
    public void WriteTo(ReportFolder folder, CancellationToken cancellation)
    {
        File.WriteAllText(folder.Add("report.json"), Json());
        if (_report.KFold is { } kFold)
        {
            cancellation.ThrowIfCancellationRequested();
            CsvReports.WriteKFold(folder.Add("kfold.csv"), kFold);
            RmsePlot.Save(folder.Add("kfold-rmse.png"), kFold, Caption);
        }

        if (_report.Prequential is { } prequential)
        {
            cancellation.ThrowIfCancellationRequested();
            CsvReports.WritePrequential(folder.Add("prequential.csv"), prequential);
            CsvReports.WriteLearningCurve(folder.Add("learning-curve.csv"), prequential);
            LearningCurvePlot.Save(folder.Add("learning-curve.png"), prequential, Caption);
        }

        if (_report.Paper is { } paper)
        {
            cancellation.ThrowIfCancellationRequested();
            CsvReports.WritePaper(folder.Add("paper.csv"), paper);
            AccuracyPlot.Save(folder.Add("paper-accuracy.png"), paper, Caption);
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
            _report.Paper,
        },
        JsonOptions);
}
