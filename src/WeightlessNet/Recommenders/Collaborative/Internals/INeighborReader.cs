namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>Answers from the neighbors on one side: items or users.</summary>
/// <remarks>It has scratch memory and is not safe for concurrent use.</remarks>
internal interface INeighborReader
{
    /// <summary>How much the neighbors raise the prediction above the biases, in units; 0 for an unknown user or item.</summary>
    double DeviationOf(int user, int item);

    /// <summary>Writes the same for all items.</summary>
    void CopyDeviations(int user, Span<double> destination);

    /// <summary>Drops what was computed from the ratings.</summary>
    void Clear();
}
