namespace LiveTuning.Audience;

/// <summary>A visitor who has rated or tuned something.</summary>
internal sealed class Visitor(string key, DateTimeOffset seen)
{
    /// <summary>The secret key that only the visitor's browser knows; the user's key in the recommender.</summary>
    public string Key { get; } = key;

    /// <summary>When the visitor was last here. Only <see cref="Places"/> changes it.</summary>
    public DateTimeOffset Seen { get; set; } = seen;

    /// <summary>Held during a change: the changes of one visitor take turns.</summary>
    public SemaphoreSlim Turn { get; } = new(1);

    /// <summary>What can be undone, and the errors of predictions; null if it is not read yet.</summary>
    public History? History { get; set; }

    /// <summary>The time to learn and store the last rating; null before the first since the start.</summary>
    public TimeSpan? LearnTime { get; set; }

    /// <summary>Whether the visitor was forgotten. Check it after waiting for the turn.</summary>
    public bool IsForgotten { get; set; }
}
