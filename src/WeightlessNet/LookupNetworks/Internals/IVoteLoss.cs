namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>Judges the votes for a batch of examples: what training makes less of.</summary>
internal interface IVoteLoss
{
    /// <summary>The number of groups of tables, each of which has votes of its own.</summary>
    int GroupCount { get; }

    /// <summary>Computes the loss of a batch, and in which direction votes change it.</summary>
    /// <param name="batch">The examples.</param>
    /// <param name="votes">For each group, the votes for each example of the batch.</param>
    /// <param name="gradients">
    /// For each group, receives the gradient by the votes for each example of the batch, but for a factor that is the same for all: Adam
    /// takes steps of the same size at any.
    /// </param>
    /// <returns>The sum of the losses of the examples.</returns>
    double Judge(ReadOnlySpan<int> batch, int[][] votes, float[][] gradients);
}
