using WeightlessNet.Discriminators;

namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>The votes of a network for many samples at once.</summary>
internal interface ISlicedVotes
{
    /// <summary>The number of samples.</summary>
    int Size { get; }

    /// <summary>Whether samples of a kind can be asked about: if they would take too much memory of a thread, they cannot.</summary>
    bool CanAsk(SampleKind kind);

    /// <summary>Counts the tables of each class that answer 1.</summary>
    /// <param name="samples">Samples that fit the layer, of a kind that can be asked about.</param>
    /// <param name="first">The first of the samples to ask about.</param>
    /// <param name="votes">
    /// Receives, class by class, the votes of the samples: <see cref="Size"/> places for each class. Those of missing samples have no
    /// meaning.
    /// </param>
    void Of(SampleBatch samples, int first, Span<int> votes);
}
