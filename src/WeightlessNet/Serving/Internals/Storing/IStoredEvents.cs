namespace WeightlessNet.Serving.Internals.Storing;

/// <summary>Events that are stored together: after a crash all of them are there, or none.</summary>
internal interface IStoredEvents
{
    /// <summary>How many there are, at least one.</summary>
    int Count { get; }

    /// <summary>The number of bytes of an event.</summary>
    int LengthOf(int index);

    /// <summary>Writes the bytes of an event.</summary>
    void WriteTo(int index, Span<byte> bytes);

    /// <summary>
    /// Applies the events, when they are stored. Called on one thread, in the order of the log, and before <see cref="End"/>.
    /// </summary>
    void Apply();

    /// <summary>Ends the wait of the caller.</summary>
    /// <param name="failure">Why the events were not stored; null if they were.</param>
    void End(Exception? failure);
}
