using WeightlessNet.Discriminators;
using WeightlessNet.Nodes;

namespace WeightlessNet.Models;

/// <summary>
/// The clustered regression WiSARD: several regressions, each for similar examples, created when no existing one fits. The one with the
/// best response predicts. The state depends on the order of the examples, so they cannot be forgotten, and models cannot be merged.
/// </summary>
/// <remarks>
/// Thread-safe for many readers, or one writer without readers. Sources: see <see cref="GrowthRule"/> and <see cref="RegressionWisard"/>.
/// </remarks>
public sealed partial class ClusRegressionWisard
{
    private readonly AddressPlan _plan;
    private readonly GrowthRule _rule;
    private readonly List<SumCells> _clusters = [];

    /// <summary>Creates a regression that has learned nothing.</summary>
    /// <param name="layer">The input layer.</param>
    /// <param name="rule">When clusters are created; null for the defaults.</param>
    /// <exception cref="ArgumentNullException"><paramref name="layer"/> is null.</exception>
    public ClusRegressionWisard(InputLayer layer, GrowthRule? rule = null)
    {
        ArgumentNullException.ThrowIfNull(layer);
        Layer = layer;
        _plan = new AddressPlan(layer, NodeStorage.Sparse);
        _rule = rule ?? new GrowthRule();
    }

    /// <summary>The input layer.</summary>
    public InputLayer Layer { get; }

    /// <summary>The number of clusters.</summary>
    public int ClusterCount => _clusters.Count;

    /// <summary>Learns an example in every cluster that admits it under the rule, otherwise in a new one.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="target">Its target, -2^40 to 2^40.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="target"/> is out of range or NaN.</exception>
    /// <exception cref="ArgumentException">The sample does not have the layer's length.</exception>
    /// <exception cref="InvalidOperationException">The sample is numbers or bytes, but the layer has no retina.</exception>
    public void Learn(Sample sample, double target)
    {
        long units = RegressionTarget.ToUnits(target);
        ReadOnlySpan<ulong> addresses = _plan.AddressesOf(sample);
        bool hasLearned = false;
        int best = BestOf(addresses);
        foreach (SumCells cluster in _clusters)
        {
            if (_rule.Admits(cluster.ResponseOf(addresses), cluster.Examples, Layer.NodeCount))
            {
                cluster.Learn(addresses, units);
                hasLearned = true;
            }
        }

        if (!hasLearned)
        {
            if (_clusters.Count < _rule.MaximumDiscriminators)
            {
                best = _clusters.Count;
                _clusters.Add(new SumCells(Layer.NodeCount));
            }

            _clusters[best].Learn(addresses, units);
        }
    }

    /// <summary>Learns examples in order. All are checked before the first is learned.</summary>
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

    /// <summary>Predicts a sample's target with the cluster of the best response; the first one in case of a tie.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="mean">How the nodes' means are combined; null for the simple mean.</param>
    /// <returns>The prediction; 0 and unknown if there is no cluster.</returns>
    /// <exception cref="ArgumentException">The sample does not have the layer's length.</exception>
    /// <exception cref="InvalidOperationException">The sample is numbers or bytes, but the layer has no retina.</exception>
    public RegressionAnswer Predict(Sample sample, NodeMean? mean = null)
    {
        ReadOnlySpan<ulong> addresses = _plan.AddressesOf(sample);
        int best = BestOf(addresses);
        return best < 0 ? default : RegressionWisard.Answer(_clusters[best], addresses, mean ?? NodeMean.Simple);
    }

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

    private int BestOf(ReadOnlySpan<ulong> addresses)
    {
        int best = -1;
        int bestResponse = -1;
        for (int i = 0; i < _clusters.Count; i++)
        {
            int response = _clusters[i].ResponseOf(addresses);
            if (response > bestResponse)
            {
                (best, bestResponse) = (i, response);
            }
        }

        return best;
    }
}
