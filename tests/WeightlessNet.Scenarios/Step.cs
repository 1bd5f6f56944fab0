namespace WeightlessNet.Scenarios;

/// <summary>One change of a recommender.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="User">The number of the user.</param>
/// <param name="Film">The number of the film.</param>
/// <param name="Edition">The edition of an added or changed film.</param>
/// <param name="Rating">The rating.</param>
/// <param name="Time">The time of the rating, in seconds since 1970.</param>
/// <param name="Wish">The control that is applied or taken back.</param>
/// <param name="Age">The age that the user is said to have; 0 if nothing is said of the user any longer.</param>
internal sealed record Step(
    StepKind Kind, int User = 0, int Film = 0, int Edition = 0, float Rating = 0, long Time = 0, Wish? Wish = null, int Age = 0)
{
    /// <summary>What the recommender must answer, see <see cref="Model.Do"/>.</summary>
    public int Expected { get; init; }

    /// <summary>The amount of the event that it adds or forgets: below 0 for low ratings, and never 0.</summary>
    public decimal Amount => (decimal)Rating - 2.25m;

    /// <summary>Whether it changes the catalog or the files rather than a user.</summary>
    public bool IsOfNoUser => Kind is StepKind.Add or StepKind.Update or StepKind.Remove or StepKind.Checkpoint;
}
