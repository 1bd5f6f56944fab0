using WeightlessNet.Discriminators;
using WeightlessNet.Nodes;

namespace WeightlessNet.Models;

/// <summary>
/// The regression WiSARD: each node keeps, for every address that occurred, how many examples had it and the sum of their targets; a
/// prediction is a mean of what the nodes say.
/// </summary>
/// <remarks>
/// Targets are kept to the nearest 2^-20 and summed as whole numbers: so learning is addition, in any order, and forgetting and merging
/// are exact. One writer or many readers. Source: Lusquino Filho et al., "Prediction of palm oil production with an enhanced n-tuple
/// Regression Network" (ESANN 2019), after the n-tuple regression network of Kolcz and Allinson (1996).
/// </remarks>
public sealed partial class RegressionWisard
{
    private readonly AddressPlan _plan;
    private readonly SumCells _cells;

    /// <summary>Creates a regression that has learned nothing.</summary>
    /// <param name="layer">How samples become addresses.</param>
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

    /// <summary>How samples become addresses.</summary>
    public InputLayer Layer { get; }

    /// <summary>How many examples have been learned and not been forgotten.</summary>
    public long ExampleCount => _cells.Examples;

    /// <summary>Learns an example.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="target">Its target, a number of up to 2^40 either way.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="target"/> is out of range or NaN.</exception>
    /// <exception cref="ArgumentException">The sample is not of the layer's length.</exception>
    /// <exception cref="InvalidOperationException">The sample is of numbers or bytes and the layer has no retina.</exception>
    public void Learn(Sample sample, double target)
    {
        long units = RegressionTarget.ToUnits(target);
        _cells.Learn(_plan.AddressesOf(sample), units);
    }

    /// <summary>Learns examples. All are checked before the first is learned.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="targets">The target of each, a number of up to 2^40 either way.</param>
    /// <exception cref="ArgumentOutOfRangeException">A target is out of range or NaN.</exception>
    /// <exception cref="ArgumentException">There is not one target for each sample, or a sample is not of the layer's length.</exception>
    /// <exception cref="InvalidOperationException">The samples are of numbers or bytes and the layer has no retina.</exception>
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
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="target"/> is out of range or NaN.</exception>
    /// <exception cref="ArgumentException">The sample is not of the layer's length.</exception>
    /// <exception cref="InvalidOperationException">A cell shows that the example was not learned; nothing has changed.</exception>
    public void Forget(Sample sample, double target)
    {
        long units = RegressionTarget.ToUnits(target);
        if (!_cells.TryForget(_plan.AddressesOf(sample), units))
        {
            throw new InvalidOperationException("The example was not learned, so it cannot be forgotten.");
        }
    }

    /// <summary>Adds all that another regression has learned.</summary>
    /// <param name="other">A regression over the same layer; it does not change.</param>
    /// <exception cref="ArgumentNullException"><paramref name="other"/> is null.</exception>
    /// <exception cref="ArgumentException">The other's layer is another, or there would be 2^63 examples; nothing has changed.</exception>
    public void Merge(RegressionWisard other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!Layer.IsSameAs(other.Layer))
        {
            throw new ArgumentException("Only regressions over the same input layer can be merged.", nameof(other));
        }

        if (other.ExampleCount > long.MaxValue - ExampleCount)
        {
            throw new ArgumentException($"{ExampleCount} and {other.ExampleCount} examples are more than can be counted.", nameof(other));
        }

        _cells.Merge(other._cells);
    }

    /// <summary>Predicts a sample's target.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="mean">How the nodes' means are joined; null for the simple mean.</param>
    /// <returns>The prediction.</returns>
    /// <exception cref="ArgumentException">The sample is not of the layer's length.</exception>
    /// <exception cref="InvalidOperationException">The sample is of numbers or bytes and the layer has no retina.</exception>
    public RegressionAnswer Predict(Sample sample, NodeMean? mean = null) =>
        Answer(_cells, _plan.AddressesOf(sample), mean ?? NodeMean.Simple);

    /// <summary>Predicts the targets of samples, each exactly as <see cref="Predict(Sample, NodeMean?)"/> does.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="mean">How the nodes' means are joined; null for the simple mean.</param>
    /// <param name="maxDegreeOfParallelism">On how many threads, above 0; the answers are the same.</param>
    /// <returns>The prediction for each sample.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxDegreeOfParallelism"/> is not above 0.</exception>
    /// <exception cref="ArgumentException">A sample is not of the layer's length.</exception>
    /// <exception cref="InvalidOperationException">The samples are of numbers or bytes and the layer has no retina.</exception>
    public RegressionAnswer[] Predict(SampleBatch samples, NodeMean? mean = null, int maxDegreeOfParallelism = 1) =>
        SampleAnswers.Of(_plan, samples, maxDegreeOfParallelism, sample => Predict(sample, mean));

    /// <summary>
    /// Predicts a learned example's target as if it had been forgotten, without changing anything: leave-one-out, exact by subtraction.
    /// </summary>
    /// <param name="sample">A sample that was learned.</param>
    /// <param name="target">The target that it was learned with.</param>
    /// <param name="mean">How the nodes' means are joined; null for the simple mean.</param>
    /// <returns>The prediction.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="target"/> is out of range or NaN.</exception>
    /// <exception cref="ArgumentException">The sample is not of the layer's length.</exception>
    /// <exception cref="InvalidOperationException">
    /// A cell shows that the example was not learned, or the sample is of numbers or bytes and the layer has no retina.
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
