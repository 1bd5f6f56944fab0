using WeightlessNet.Discriminators;
using WeightlessNet.Nodes;

namespace WeightlessNet.Models;

/// <summary>
/// ClusWiSARD without labels: each discriminator is a cluster of similar examples, and a new one is created when no existing one admits an
/// example. Examples may come as a stream; the clusters depend on their order.
/// </summary>
/// <remarks>Thread-safe for many readers, or one writer without readers. Source: see <see cref="GrowthRule"/>.</remarks>
public sealed partial class WisardClusterer
{
    private readonly ClusterBank _clusters;
    private readonly List<int> _group = [];

    /// <summary>Creates a clusterer without clusters.</summary>
    /// <param name="layer">The input layer.</param>
    /// <param name="rule">When clusters are created; null for the defaults.</param>
    /// <param name="storage">How nodes store their cells; null for <see cref="NodeStorage.Automatic"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="layer"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// The layer's tuples are too large or its nodes too many for the storage, or it has more than 65,535 nodes.
    /// </exception>
    public WisardClusterer(InputLayer layer, GrowthRule? rule = null, NodeStorage? storage = null)
    {
        ArgumentNullException.ThrowIfNull(layer);
        _clusters = new ClusterBank(layer, storage ?? NodeStorage.Automatic, rule ?? new GrowthRule());
    }

    /// <summary>The number of clusters.</summary>
    public int ClusterCount => _group.Count;

    /// <summary>The number of examples that a cluster has learned; an example may belong to several clusters.</summary>
    /// <param name="cluster">0 to <see cref="ClusterCount"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="cluster"/> is not a cluster.</exception>
    public long ExamplesOf(int cluster)
    {
        if ((uint)cluster >= (uint)_group.Count)
        {
            throw new ArgumentOutOfRangeException(nameof(cluster), cluster, $"There are {_group.Count} clusters.");
        }

        return _clusters.Bank.ExamplesOf(cluster);
    }

    /// <summary>Learns an example.</summary>
    /// <param name="sample">The sample.</param>
    /// <returns>The cluster of the best response among those that learned it.</returns>
    /// <exception cref="ArgumentException">The sample does not have the layer's length.</exception>
    /// <exception cref="InvalidOperationException">The sample is numbers or bytes, but the layer has no retina.</exception>
    public int Learn(Sample sample) => _clusters.Learn(_clusters.Bank.Plan.AddressesOf(sample), _group);

    /// <summary>Learns examples in order. All are checked before the first is learned.</summary>
    /// <param name="samples">The samples.</param>
    /// <returns>For each sample, the cluster of the best response among those that learned it.</returns>
    /// <exception cref="ArgumentException">A sample does not have the layer's length.</exception>
    /// <exception cref="InvalidOperationException">
    /// The samples are numbers or bytes, but the layer has no retina, or hashed cells have no room for another cluster; the examples before
    /// it stay learned.
    /// </exception>
    public int[] Learn(SampleBatch samples) => SampleAnswers.Of(_clusters.Bank.Plan, samples, 1, Learn);

    /// <summary>Finds a sample's cluster: the one with the best score by bleaching; the first one in case of a tie.</summary>
    /// <param name="sample">The sample.</param>
    /// <returns>The cluster, or "don't know" if no node has seen its part of the sample.</returns>
    /// <exception cref="ArgumentException">The sample does not have the layer's length.</exception>
    /// <exception cref="InvalidOperationException">The sample is numbers or bytes, but the layer has no retina.</exception>
    public Classification<int> Classify(Sample sample)
    {
        DiscriminatorBank bank = _clusters.Bank;
        Span<int> scores = AddressScratch.Current.Sums(bank.Stride);
        WisardScores.Score(
            bank, new WisardOptions { Reading = WisardReading.Bleaching }, bank.Read(bank.Plan.AddressesOf(sample)), scores);
        Verdict verdict = Verdict.Unknown;
        for (int cluster = 0; cluster < _group.Count; cluster++)
        {
            if (scores[cluster] > verdict.BestScore)
            {
                verdict = new Verdict(cluster, scores[cluster], verdict.BestScore);
            }
            else if (scores[cluster] > verdict.SecondScore)
            {
                verdict = verdict with { SecondScore = scores[cluster] };
            }
        }

        return verdict.Best < 0 ? default : new Classification<int>(true, verdict.Best, verdict.Confidence);
    }

    /// <summary>Finds the clusters of samples, each with the same answer as <see cref="Classify(Sample)"/>.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="maxDegreeOfParallelism">The maximum number of threads, above 0; it does not change the answers.</param>
    /// <returns>The answer for each sample.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxDegreeOfParallelism"/> is not above 0.</exception>
    /// <exception cref="ArgumentException">A sample does not have the layer's length.</exception>
    /// <exception cref="InvalidOperationException">The samples are numbers or bytes, but the layer has no retina.</exception>
    public Classification<int>[] Classify(SampleBatch samples, int maxDegreeOfParallelism = 1) =>
        SampleAnswers.Of(_clusters.Bank.Plan, samples, maxDegreeOfParallelism, Classify);
}
