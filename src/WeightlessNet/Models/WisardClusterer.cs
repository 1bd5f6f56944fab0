using WeightlessNet.Discriminators;
using WeightlessNet.Nodes;

namespace WeightlessNet.Models;

/// <summary>
/// ClusWiSARD without labels: discriminators that are made as examples ask for them, each a cluster of what is alike. Examples may come
/// as a stream; what was learned depends on their order.
/// </summary>
/// <remarks>One writer or many readers. Source: see <see cref="GrowthRule"/>.</remarks>
public sealed partial class WisardClusterer
{
    private readonly ClusterBank _clusters;
    private readonly List<int> _group = [];

    /// <summary>Creates a clusterer without clusters.</summary>
    /// <param name="layer">How samples become addresses.</param>
    /// <param name="rule">When clusters are made; null for the defaults.</param>
    /// <param name="storage">How nodes keep their cells; null for <see cref="NodeStorage.Automatic"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="layer"/> is null.</exception>
    /// <exception cref="ArgumentException">The layer's nodes have too many inputs or are too many for dense storage.</exception>
    public WisardClusterer(InputLayer layer, GrowthRule? rule = null, NodeStorage? storage = null)
    {
        ArgumentNullException.ThrowIfNull(layer);
        _clusters = new ClusterBank(layer, storage ?? NodeStorage.Automatic, rule ?? new GrowthRule());
    }

    /// <summary>How many clusters there are.</summary>
    public int ClusterCount => _group.Count;

    /// <summary>How many examples a cluster has learned; an example may belong to several.</summary>
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
    /// <exception cref="ArgumentException">The sample is not of the layer's length.</exception>
    /// <exception cref="InvalidOperationException">The sample is of numbers or bytes and the layer has no retina.</exception>
    public int Learn(Sample sample) => _clusters.Learn(_clusters.Bank.Plan.AddressesOf(sample), _group);

    /// <summary>Learns examples one by one, in their order. All are checked before the first is learned.</summary>
    /// <param name="samples">The samples.</param>
    /// <returns>For each the cluster of the best response among those that learned it, at its turn.</returns>
    /// <exception cref="ArgumentException">A sample is not of the layer's length.</exception>
    /// <exception cref="InvalidOperationException">
    /// The samples are of numbers or bytes and the layer has no retina, or hashed cells have no room for another cluster: what was learned
    /// before it stays.
    /// </exception>
    public int[] Learn(SampleBatch samples) => SampleAnswers.Of(_clusters.Bank.Plan, samples, 1, Learn);

    /// <summary>Finds a sample's cluster: that of the best response by bleaching, of equal ones the first.</summary>
    /// <param name="sample">The sample.</param>
    /// <returns>The cluster, or "don't know" where no node has seen any part of the sample.</returns>
    /// <exception cref="ArgumentException">The sample is not of the layer's length.</exception>
    /// <exception cref="InvalidOperationException">The sample is of numbers or bytes and the layer has no retina.</exception>
    public Classification<int> Classify(Sample sample)
    {
        DiscriminatorBank bank = _clusters.Bank;
        Span<int> scores = AddressScratch.Current.Sums(bank.Stride);
        CellReader.Score(
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

    /// <summary>Finds the clusters of samples, each exactly as <see cref="Classify(Sample)"/> does.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="maxDegreeOfParallelism">On how many threads, above 0; the answers are the same.</param>
    /// <returns>The answer for each sample.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxDegreeOfParallelism"/> is not above 0.</exception>
    /// <exception cref="ArgumentException">A sample is not of the layer's length.</exception>
    /// <exception cref="InvalidOperationException">The samples are of numbers or bytes and the layer has no retina.</exception>
    public Classification<int>[] Classify(SampleBatch samples, int maxDegreeOfParallelism = 1) =>
        SampleAnswers.Of(_clusters.Bank.Plan, samples, maxDegreeOfParallelism, Classify);
}
