using WeightlessNet.Recommenders;

namespace LiveTuning.Audience;

/// <summary>What is kept of a visitor besides ratings and controls.</summary>
internal sealed class Visitor(Guid key, int user)
{
    /// <summary>The name that the visitor's browser knows, and nobody else.</summary>
    public Guid Key { get; } = key;

    /// <summary>The dense id under which the recommender knows the visitor.</summary>
    public int User { get; } = user;

    /// <summary>What was done, oldest first: what can be undone.</summary>
    public List<VisitorAction> Actions { get; } = [];

    /// <summary>The error of each rating in stars, predicted before it was learned, oldest first.</summary>
    public List<float> Errors { get; } = [];

    /// <summary>The ratings in force, by film.</summary>
    public Dictionary<int, float> Ratings { get; } = [];

    /// <summary>How long the last rating took to learn; null before the first since the start.</summary>
    public TimeSpan? LearnTime { get; set; }
}
