using WeightlessNet.Discriminators;
using WeightlessNet.Nodes;

namespace WeightlessNet.Models;

/// <summary>
/// The regression WiSARD: each node stores, for every address that occurred, the number of its examples and the sum of their targets. A
/// prediction is a mean of the nodes' mean targets.
/// </summary>
/// <remarks>
/// Targets are rounded to the nearest multiple of 2^-20 and summed as integers. So learning is addition, in any order, and forgetting and
/// merging are exact. Thread-safe for many readers, or one writer without readers. Source: Lusquino Filho et al., "Prediction of palm oil
/// production with an enhanced n-tuple Regression Network" (ESANN 2019), after the n-tuple regression network of Kolcz and Allinson (1996).
/// </remarks>
public sealed partial class RegressionWisard
{
    private readonly AddressPlan _plan;
    private readonly SumCells _cells;

    /// <summary>Creates a regression that has learned nothing.</summary>
    /// <param name="layer">The input layer.</param>
    /// <exception cref="ArgumentNullException"><paramref name="layer"/> is null.</exception>
    public RegressionWisard(InputLayer layer)
        : this(layer ?? throw new ArgumentNullException(nameof(layer)), new SumCells(layer.NodeCount))
    {
    }

    private RegressionWisard(InputLayer layer, SumCells cells)
    {
        Layer = layer;
        _plan = new AddressPlan(layer, NodeStorage.Sparse);
        _cells = cells;
    }

    /// <summary>The input layer.</summary>
    public InputLayer Layer { get; }

    /// <summary>The number of examples learned and not forgotten.</summary>
    public long ExampleCount => _cells.Examples;

    /// <summary>Learns an example.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="target">Its target, -2^40 to 2^40.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="target"/> is out of range or NaN.</exception>
    /// <exception cref="ArgumentException">The sample does not have the layer's length.</exception>
    /// <exception cref="InvalidOperationException">The sample is numbers or bytes, but the layer has no retina.</exception>
    public void Learn(Sample sample, double target)
    {
        long units = RegressionTarget.ToUnits(target);
        _cells.Learn(_plan.AddressesOf(sample), units);
    }

    /// <summary>Learns examples. All are checked before the first is learned.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="targets">The target of each, -2^40 to 2^40.</param>
    /// <exception cref="ArgumentOutOfRangeException">A target is out of range or NaN.</exception>
    /// <exception cref="ArgumentException">
    /// There is not one target for each sample, or a sample does not have the layer's length.
    /// </exception>
    /// <exception cref="InvalidOperationException">The samples are numbers or bytes, but the layer has no retina.</exception>
    public void Learn(SampleBatch samples, ReadOnlySpan<double> targets)
    {
        SampleAnswers.ThrowIfNotAsMany(samples.Count, targets.Length, nameof(targets));
        RegressionTarget.ThrowIfNotTargets(targets);
        _plan.ThrowIfNotSamples(samples);
        for (int i = 0; i < samples.Count; i++)
        {
            Learn(samples[i], targets[i]);
        }
    }

    /// <summary>Forgets an example: the state is then as if it had never been learned.</summary>
    /// <param name="sample">A sample that was learned.</param>
    /// <param name="target">The target that it was learned with.</param>
    /// <returns>
    /// Whether it was forgotten. False, with nothing changed, if the cells show that it was not learned: an address is unknown, or has a
    /// single example with another target.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="target"/> is out of range or NaN.</exception>
    /// <exception cref="ArgumentException">The sample does not have the layer's length.</exception>
    /// <exception cref="InvalidOperationException">The sample is numbers or bytes, but the layer has no retina.</exception>
    public bool Forget(Sample sample, double target)
    {
        long units = RegressionTarget.ToUnits(target);
        return _cells.TryForget(_plan.AddressesOf(sample), units);
    }

    /// <summary>Adds everything that another regression has learned.</summary>
    /// <param name="other">A regression over an equal layer; it is not changed.</param>
    /// <exception cref="ArgumentNullException"><paramref name="other"/> is null.</exception>
    /// <exception cref="ArgumentException">The layers differ, or there would be 2^63 examples or more; nothing is changed.</exception>
    public void Merge(RegressionWisard other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!Layer.IsSameAs(other.Layer))
        {
            throw new ArgumentException(
                "Only regressions over equal input layers can be merged. Make both with the same layer.", nameof(other));
        }

        if (other.ExampleCount > long.MaxValue - ExampleCount)
        {
            throw new ArgumentException($"{ExampleCount} + {other.ExampleCount} examples are more than can be counted.", nameof(other));
        }

        _cells.Merge(other._cells);
    }

    /// <summary>Predicts a sample's target.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="mean">How the nodes' means are combined; null for the simple mean.</param>
    /// <returns>The prediction.</returns>
    /// <exception cref="ArgumentException">The sample does not have the layer's length.</exception>
    /// <exception cref="InvalidOperationException">The sample is numbers or bytes, but the layer has no retina.</exception>
    public RegressionAnswer Predict(Sample sample, NodeMean? mean = null) =>
        Answer(_cells, _plan.AddressesOf(sample), mean ?? NodeMean.Simple);

    /// <summary>Predicts the targets of samples, each with the same answer as <see cref="Predict(Sample, NodeMean?)"/>.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="mean">How the nodes' means are combined; null for the simple mean.</param>
    /// <param name="maxDegreeOfParallelism">The maximum number of threads, above 0; it does not change the answers.</param>
    /// <returns>The prediction for each sample.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxDegreeOfParallelism"/> is not above 0.</exception>
    /// <exception cref="ArgumentException">A sample does not have the layer's length.</exception>
    /// <exception cref="InvalidOperationException">The samples are numbers or bytes, but the layer has no retina.</exception>
    public RegressionAnswer[] Predict(SampleBatch samples, NodeMean? mean = null, int maxDegreeOfParallelism = 1) =>
        SampleAnswers.Of(_plan, samples, maxDegreeOfParallelism, sample => Predict(sample, mean));

    /// <summary>
    /// Predicts a learned example's target as if it had been forgotten, without changing the state: exact leave-one-out.
    /// </summary>
    /// <param name="sample">A sample that was learned.</param>
    /// <param name="target">The target that it was learned with.</param>
    /// <param name="mean">How the nodes' means are combined; null for the simple mean.</param>
    /// <returns>The prediction.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="target"/> is out of range or NaN.</exception>
    /// <exception cref="ArgumentException">The sample does not have the layer's length.</exception>
    /// <exception cref="InvalidOperationException">
    /// The cells show that the example was not learned, or the sample is numbers or bytes, but the layer has no retina.
    /// </exception>
    public RegressionAnswer PredictLeavingOut(Sample sample, double target, NodeMean? mean = null)
    {
        long units = RegressionTarget.ToUnits(target);
        ReadOnlySpan<ulong> addresses = _plan.AddressesOf(sample);
        return _cells.MayHaveLearned(addresses, units)
            ? Answer(_cells, addresses, mean ?? NodeMean.Simple, units)
            : throw new InvalidOperationException("The example was not learned, so it cannot be left out.");
    }

    internal IEnumerable<(int Node, ulong Address, long Count, Int128 Sum)> State() => _cells.State();

    internal static RegressionAnswer Answer(SumCells cells, ReadOnlySpan<ulong> addresses, NodeMean mean, long? leftOut = null)
    {
        Span<double> means = AddressScratch.Current.Means(addresses.Length);
        means = means[..cells.Means(addresses, means, leftOut)];
        if (means.IsEmpty)
        {
            return new RegressionAnswer(false, RegressionTarget.FromUnits(cells.MeanOfAll(leftOut) ?? 0), 0);
        }

        foreach (ref double value in means)
        {
            value = RegressionTarget.FromUnits(value);
        }

        return new RegressionAnswer(true, mean.Of(means), means.Length);
    }
}
