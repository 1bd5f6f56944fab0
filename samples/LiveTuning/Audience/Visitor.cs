using WeightlessNet.Recommenders;

namespace LiveTuning.Audience;

/// <summary>The current state of a visitor.</summary>
internal sealed class Visitor(Guid key, int user)
{
    /// <summary>The secret key that only the visitor's browser knows.</summary>
    public Guid Key { get; } = key;

    /// <summary>The dense id under which the recommenders know the visitor.</summary>
    public int User { get; } = user;

    /// <summary>What the journal keeps besides ratings.</summary>
    public VisitorRecord Record { get; set; } = new(key, [], [], [], null);

    /// <summary>The ratings in force, by film.</summary>
    public Dictionary<int, Rating> Ratings { get; init; } = [];

    /// <summary>The time to learn the last rating; null before the first since the start.</summary>
    public TimeSpan? LearnTime { get; set; }
}
