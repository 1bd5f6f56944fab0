using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace WeightlessNet.Serving.Internals.Telemetry;

/// <summary>The instruments of all recommenders of the process. The names and units are public: docs/serving.md lists them.</summary>
internal static class ServingInstruments
{
    private static readonly string? Version = typeof(ServingInstruments).Assembly.GetName().Version?.ToString(3);
    private static readonly Meter Meter = new(RecommenderTelemetry.MeterName, Version);
    private static readonly ConcurrentDictionary<RecommenderMeter, ObservedSizes> Open = new();

    public static readonly ActivitySource Activities = new(RecommenderTelemetry.ActivitySourceName, Version);

    public static readonly Counter<long> RatingsLearned =
        Meter.CreateCounter<long>("weightlessnet.ratings.learned", "{rating}", "Ratings that were learned.");

    public static readonly Counter<long> RatingsForgotten = Meter.CreateCounter<long>(
        "weightlessnet.ratings.forgotten", "{rating}", "Ratings that were forgotten, alone or with their user.");

    public static readonly Counter<long> UsersForgotten =
        Meter.CreateCounter<long>("weightlessnet.users.forgotten", "{user}", "Users that were forgotten.");

    public static readonly Counter<long> Lists =
        Meter.CreateCounter<long>("weightlessnet.lists", "{list}", "Lists of recommendations.");

    // Without advice, collectors cut seconds at 0, 5, 10 and so on, which would put all lists into one bucket.
    public static readonly Histogram<double> ListDuration = Duration(
        "weightlessnet.list.duration", "How long a list took.", [0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.1, 1]);

    public static readonly Histogram<double> FlushDuration = Duration(
        "weightlessnet.flush.duration",
        "How long it took to write changes to the log.",
        [0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5]);

    public static readonly Histogram<long> FlushChanges = Meter.CreateHistogram(
        "weightlessnet.flush.changes",
        "{change}",
        "How many changes were written to the log at once.",
        advice: new InstrumentAdvice<long> { HistogramBucketBoundaries = [1, 2, 5, 10, 50, 100, 500, 1000, 5000, 10_000] });

    public static readonly Histogram<double> CheckpointDuration = Duration(
        "weightlessnet.checkpoint.duration", "How long a checkpoint took.", [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60]);

    public static readonly Histogram<double> TrainingDuration = Duration(
        "weightlessnet.training.duration", "How long a training took.", [0.1, 0.5, 1, 5, 10, 30, 60, 300, 900, 3600]);

    // Kept so that they are created with the other instruments.
    private static readonly Instrument[] Observed =
    [
        Observable("weightlessnet.user.count", "{user}", "Users who have ratings or controls.", static sizes => sizes.Users()),
        Observable("weightlessnet.item.count", "{item}", "Items of the catalog.", static sizes => sizes.Items()),
        Observable("weightlessnet.rating.count", "{rating}", "Ratings.", static sizes => sizes.Ratings()),
        Observable("weightlessnet.log.size", "By", "Size of the log since the last checkpoint.", static sizes => sizes.LogBytes()),
    ];

    /// <summary>Reports a recommender's sizes until <see cref="Unobserve"/>.</summary>
    public static void Observe(RecommenderMeter recommender, ObservedSizes sizes) => Open[recommender] = sizes;

    /// <summary>Reports the sizes no longer.</summary>
    public static void Unobserve(RecommenderMeter recommender) => Open.TryRemove(recommender, out _);

    private static Histogram<double> Duration(string name, string description, double[] boundaries) => Meter.CreateHistogram(
        name, "s", description, advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = boundaries });

    private static ObservableUpDownCounter<long> Observable(
        string name, string unit, string description, Func<ObservedSizes, long> read) =>
        Meter.CreateObservableUpDownCounter(
            name, () => Open.Select(one => new Measurement<long>(read(one.Value), one.Key.Tag)), unit, description);
}
