using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace WeightlessNet.Orleans.Internals;

/// <summary>What silos of this process measure.</summary>
internal static class ClusterInstruments
{
    private static readonly Meter Meter = new(ClusterTelemetry.MeterName);

    /// <summary>Changes of users, by what became of them.</summary>
    public static Counter<long> Changes { get; } = Meter.CreateCounter<long>(
        "weightlessnet.cluster.changes", "{change}", "Changes of users: applied, repeated, nothing, conflict or failed.");

    /// <summary>Entries of the crowd's log that were read.</summary>
    public static Counter<long> Entries { get; } = Meter.CreateCounter<long>(
        "weightlessnet.cluster.crowd.entries", "{entry}", "Entries of the crowd's log that were added to the silo's crowd.");

    public static Histogram<double> LoadDuration { get; } = Duration("load", "A user is read when the grain begins, with the wait.");

    public static Histogram<double> WriteDuration { get; } = Duration("write", "A change of a user is written to the store.");

    public static Histogram<double> ReadDuration { get; } = Duration("crowd.read", "What is new for all users is read and put in place.");

    public static Histogram<double> TrainingDuration { get; } = Duration(
        "train", "Users are read, and what they have in common is trained.");

    public static ActivitySource Activities { get; } = new(ClusterTelemetry.ActivitySourceName);

    private static Histogram<double> Duration(string name, string description) => Meter.CreateHistogram<double>(
        $"weightlessnet.cluster.{name}.duration", "s", description);
}
