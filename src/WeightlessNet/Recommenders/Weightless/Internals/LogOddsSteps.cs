namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>The answer of a cell of log-odds, in table steps, by reading.</summary>
/// <param name="likes">The part of the likes.</param>
/// <param name="ratings">The part of all ratings.</param>
internal readonly struct LogOddsSteps(int likes, int ratings)
{
    public int Likes => likes;

    public int Ratings => ratings;

    public int Sum => likes + ratings;
}
