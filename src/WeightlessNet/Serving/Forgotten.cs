namespace WeightlessNet.Serving;

/// <summary>The result of forgetting.</summary>
/// <remarks>
/// When a call returns this, no answer is based on what was forgotten any longer, except for what was trained on it, until the next
/// training. It takes longer until the data is gone from the disk: await <see cref="Erased"/>.
/// </remarks>
public readonly struct Forgotten
{
    private readonly Task? _erased;

    internal Forgotten(int ratings, Task erased)
    {
        Ratings = ratings;
        _erased = erased;
    }

    /// <summary>The number of ratings that were forgotten; 0 if there was nothing to forget.</summary>
    public int Ratings { get; }

    /// <summary>
    /// Ends when no file of the recommender contains the data any longer; at once in memory. It is not faulted by a full disk: the
    /// recommender tries again until it succeeds (<see cref="RecommenderHealth.CheckpointFailure"/>), or ends as canceled when the
    /// recommender is disposed of before.
    /// </summary>
    public Task Erased => _erased ?? Task.CompletedTask;

    /// <summary>What was forgotten and whether it is gone from the disk, such as "2 ratings forgotten, not yet erased".</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Ratings} ratings forgotten, {(Erased.IsCompletedSuccessfully ? "erased" : "not yet erased")}");
}
