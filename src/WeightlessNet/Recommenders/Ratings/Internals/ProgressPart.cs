namespace WeightlessNet.Recommenders.Ratings.Internals;

/// <summary>Reports the progress of one part of the work as progress of the whole work.</summary>
/// <param name="whole">Receives the progress of the whole work.</param>
/// <param name="start">The progress of the whole work when this part begins.</param>
/// <param name="end">The progress of the whole work when this part ends.</param>
internal sealed class ProgressPart(IProgress<double> whole, double start, double end) : IProgress<double>
{
    /// <summary>A part of the progress; null if nobody receives it.</summary>
    public static ProgressPart? Of(IProgress<double>? whole, double start, double end) =>
        whole is null ? null : new ProgressPart(whole, start, end);

    /// <inheritdoc/>
    public void Report(double value) => whole.Report(start + (value * (end - start)));
}
