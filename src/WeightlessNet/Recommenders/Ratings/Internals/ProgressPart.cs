namespace WeightlessNet.Recommenders.Ratings.Internals;

/// <summary>Reports the progress of a part of some work as that of the whole.</summary>
/// <param name="whole">Told the part of the whole that is done.</param>
/// <param name="start">What part of the whole is done when this part begins.</param>
/// <param name="end">What part of the whole is done when this part ends.</param>
internal sealed class ProgressPart(IProgress<double> whole, double start, double end) : IProgress<double>
{
    public void Report(double value) => whole.Report(start + (value * (end - start)));
}
