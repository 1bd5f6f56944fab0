namespace WeightlessNet.Scenarios;

/// <summary>How a recommender is opened. It can be written as JSON, so that another process opens it in the same way.</summary>
internal sealed record Setting
{
    /// <summary>The folder; empty to keep everything in memory.</summary>
    public required string Path { get; set; }

    public KeyKind Keys { get; set; }

    /// <summary>Whether a container of services opens it.</summary>
    public bool IsInContainer { get; set; }

    /// <summary>Its name in the container; null if it has none.</summary>
    public string? Name { get; set; }

    public bool IsDecorated { get; set; }

    /// <summary>Whether it learns events in place of ratings.</summary>
    public bool IsOfEvents { get; set; }

    /// <summary>Whether users have fields.</summary>
    public bool HasUsers { get; set; }

    public bool IsTrainedInBackground { get; set; }

    public bool IsFlushedToDisk { get; set; }

    /// <summary>The number of threads that change it.</summary>
    public int Threads { get; set; } = 1;
}
