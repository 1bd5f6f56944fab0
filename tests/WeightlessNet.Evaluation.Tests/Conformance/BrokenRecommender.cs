using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Tests.Conformance;

/// <summary>A decorator that breaks one promise in the thread that made it, so that no other check finds it among threads.</summary>
internal abstract class BrokenRecommender(IRecommender inner) : DelegatingRecommender(inner)
{
    private readonly int _home = Environment.CurrentManagedThreadId;

    protected bool IsHome => Environment.CurrentManagedThreadId == _home;

    /// <summary>A prediction that is a little off, on the scale.</summary>
    protected double Nudged(double predicted, int by) =>
        predicted + (by * 0.001 * (predicted > (Scale.Minimum + Scale.Maximum) / 2 ? -1 : 1));
}
