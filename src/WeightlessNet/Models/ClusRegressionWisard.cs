using WeightlessNet.Discriminators;
using WeightlessNet.Nodes;

namespace WeightlessNet.Models;

/// <summary>
/// The clustered regression WiSARD: several regressions, made as examples ask for them, each for examples that are alike; the one of the
/// best response predicts. What was learned depends on the order of the examples, so it can neither be forgotten nor merged.
/// </summary>
/// <remarks>One writer or many readers. Sources: see <see cref="GrowthRule"/> and <see cref="RegressionWisard"/>.</remarks>
public sealed partial class ClusRegressionWisard
{
    private readonly AddressPlan _plan;
    private readonly GrowthRule _rule;
    private readonly List<SumCells> _clusters = [];

    /// <summary>Creates a regression that has learned nothing.</summary>
    /// <param name="layer">How samples become addresses.</param>
    /// <param name="rule">When clusters are made; null for the defaults.</param>
    /// <exception cref="ArgumentNullException"><paramref name="layer"/> is null.</exception>
    public ClusRegressionWisard(InputLayer layer, GrowthRule? rule = null)
    {
        ArgumentNullException.ThrowIfNull(layer);
        Layer = layer;
        _plan = new AddressPlan(layer, NodeStorage.Sparse);
        _rule = rule ?? new GrowthRule();
    }

    /// <summary>How samples become addresses.</summary>
    public InputLayer Layer { get; }

    /// <summary>How many clusters there are.</summary>
    public int ClusterCount => _clusters.Count;

    /// <summary>Learns an example in every cluster that the rule admits it to, or in a new one.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="target">Its target, a number of up to 2^40 either way.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="target"/> is out of range or NaN.</exception>
    /// <exception cref="ArgumentException">The sample is not of the layer's length.</exception>
    /// <exception cref="InvalidOperationException">The sample is of numbers or bytes and the layer has no retina.</exception>
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

    /// <summary>Learns examples one by one, in their order. All are checked before the first is learned.</summary>
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

    /// <summary>Predicts a sample's target by the cluster of the best response, of equal ones the first.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="mean">How the nodes' means are joined; null for the simple mean.</param>
    /// <returns>The prediction; 0, not known, without any cluster.</returns>
    /// <exception cref="ArgumentException">The sample is not of the layer's length.</exception>
    /// <exception cref="InvalidOperationException">The sample is of numbers or bytes and the layer has no retina.</exception>
    public RegressionAnswer Predict(Sample sample, NodeMean? mean = null)
    {
        ReadOnlySpan<ulong> addresses = _plan.AddressesOf(sample);
        int best = BestOf(addresses);
        return best < 0 ? default : RegressionWisard.Answer(_clusters[best], addresses, mean ?? NodeMean.Simple);
    }

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
