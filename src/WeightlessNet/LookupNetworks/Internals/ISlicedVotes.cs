using WeightlessNet.Bits;
using WeightlessNet.Discriminators;

namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>The votes of a network for many samples at once.</summary>
internal interface ISlicedVotes
{
    /// <summary>
    /// The votes of a network with the machine's widest vectors; null if it has none, or the first byte of its numbers is the highest one.
    /// </summary>
    static ISlicedVotes? OfWidestVectors(NetworkTables network) => BitKernels.VectorBits switch
    {
        0 => null,
        _ when !BitConverter.IsLittleEndian => null,
        512 => new SlicedVotes<Lanes512>(network),
        256 => new SlicedVotes<Lanes256>(network),
        _ => new SlicedVotes<Lanes128>(network),
    };

    /// <summary>The number of samples.</summary>
    int Size { get; }

    /// <summary>Whether samples of a kind can be asked about: if they would take too much memory of a thread, they cannot.</summary>
    bool CanAsk(SampleKind kind);

    /// <summary>Counts the tables of each group that answer 1.</summary>
    /// <param name="samples">Samples that fit the layer, of a kind that can be asked about.</param>
    /// <param name="first">The first of the samples to ask about.</param>
    /// <param name="votes">
    /// Receives, group by group, the votes of the samples: <see cref="Size"/> places for each group. Those of missing samples have no
    /// meaning.
    /// </param>
    void Of(SampleBatch samples, int first, Span<int> votes);
}
