namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>The weights of the two readings of a log-odds network, 0 or more; at least one is above 0.</summary>
/// <param name="likes">The weight of the reading of the likes.</param>
/// <param name="ratings">The weight of the reading of all ratings.</param>
internal readonly struct ReadingWeights(int likes, int ratings)
{
    public int Likes => likes;

    public int Ratings => ratings;

    public int Sum => likes + ratings;
}
