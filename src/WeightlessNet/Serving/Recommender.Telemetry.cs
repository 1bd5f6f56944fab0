using WeightlessNet.Serving.Internals.Telemetry;

namespace WeightlessNet.Serving;

/// <content>What it reports to listeners, see <see cref="RecommenderTelemetry"/>.</content>
public sealed partial class Recommender<TUser, TItem>
{
    private const string NameInMemory = "memory";

    private readonly RecommenderMeter _meter;

    private static string NameOfFolder(string path) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));

    private void StartReports() => _meter.Start(new ObservedSizes(
        () => UserCount, () => ItemCount, () => RatingCount, () => _store?.LogBytes ?? 0));

    private TrainingReport TrainMeasured(IProgress<double>? progress, CancellationToken cancellationToken)
    {
        using MeasuredWork? training = _meter.BeginTraining();
        try
        {
            return Train(progress, cancellationToken);
        }
        catch (Exception failure)
        {
            training?.Fail(failure);
            throw;
        }
    }
}
