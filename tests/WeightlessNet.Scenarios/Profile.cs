namespace WeightlessNet.Scenarios;

/// <summary>What must be known of one user.</summary>
internal sealed class Profile
{
    public SortedDictionary<int, (float Value, long Time)> Ratings { get; } = [];

    public List<Wish> Wishes { get; } = [];

    /// <summary>The age that the user is said to have; 0 if it is not known.</summary>
    public int Age { get; set; }
}
