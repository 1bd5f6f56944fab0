namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>An item, or a user, whose rating takes part in a prediction.</summary>
/// <param name="Id">The item or the user.</param>
/// <param name="Similarity">How similar it is, above 0.</param>
/// <param name="Deviation">The deviation of the rating.</param>
internal readonly record struct Neighbor(int Id, double Similarity, double Deviation) : IComparable<Neighbor>
{
    /// <summary>The most similar first, and of equals the lower id, so that the choice depends on the ratings alone.</summary>
    public int CompareTo(Neighbor other) =>
        Similarity != other.Similarity ? other.Similarity.CompareTo(Similarity) : Id.CompareTo(other.Id);
}
