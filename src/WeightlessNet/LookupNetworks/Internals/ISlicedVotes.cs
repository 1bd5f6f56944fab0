using WeightlessNet.Discriminators;

namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>The votes of a network for many samples at once.</summary>
internal interface ISlicedVotes
{
    /// <summary>The number of samples.</summary>
    int Size { get; }

    /// <summary>Counts the tables of each class that answer 1.</summary>
    /// <param name="samples">Samples that fit the layer.</param>
    /// <param name="first">The first of the samples to ask about.</param>
    /// <param name="votes">
    /// Receives, class by class, the votes of the samples: <see cref="Size"/> places for each class. Those of missing samples have no
    /// meaning.
    /// </param>
    void Of(SampleBatch samples, int first, Span<int> votes);
}
