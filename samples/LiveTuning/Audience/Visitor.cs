using WeightlessNet.Recommenders;

namespace LiveTuning.Audience;

/// <summary>A visitor, as they stand.</summary>
internal sealed class Visitor(Guid key, int user)
{
    /// <summary>The name that the visitor's browser knows, and nobody else.</summary>
    public Guid Key { get; } = key;

    /// <summary>The dense id under which the recommenders know the visitor.</summary>
    public int User { get; } = user;

    /// <summary>What the journal keeps besides ratings.</summary>
    public VisitorRecord Record { get; set; } = new(key, [], [], [], null);

    /// <summary>The ratings in force, by film.</summary>
    public Dictionary<int, Rating> Ratings { get; init; } = [];

    /// <summary>How long the last rating took to learn; null before the first since the start.</summary>
    public TimeSpan? LearnTime { get; set; }
}
