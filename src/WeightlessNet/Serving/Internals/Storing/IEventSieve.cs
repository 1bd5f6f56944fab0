namespace WeightlessNet.Serving.Internals.Storing;

/// <summary>Decides which events of a damaged store can be kept.</summary>
/// <remarks>It sees the checkpoint first, then all events that are left, in order.</remarks>
internal interface IEventSieve
{
    /// <summary>An event that is written before and after all others.</summary>
    ReadOnlySpan<byte> Boundary { get; }

    /// <summary>How many events were dropped, in whole or in part, although they were whole, because something they need is lost.</summary>
    long DroppedCount { get; }

    /// <summary>The number of kept events that change nothing, such as the first one of a segment.</summary>
    long IdleCount { get; }

    /// <summary>Whether an event was kept with other bytes.</summary>
    bool HasRewritten { get; }

    /// <summary>Reads the content of the checkpoint. Not called if there is none.</summary>
    /// <exception cref="InvalidDataException">The content needs a newer library.</exception>
    void ReadCheckpoint(Stream content);

    /// <summary>
    /// Reads the keys from the content of a damaged checkpoint, if they are whole. Called instead of <see cref="ReadCheckpoint"/>.
    /// </summary>
    /// <returns>Whether they are; otherwise the sieve has not changed.</returns>
    bool TryReadKeys(Stream content);

    /// <summary>
    /// The events that tell the keys of <see cref="TryReadKeys"/>; they are written before all others. None if they were not read.
    /// </summary>
    IEnumerable<byte[]> KeyEvents();

    /// <summary>Looks at an event.</summary>
    /// <returns>The event as it is to be kept, valid until the next call; empty if it is dropped.</returns>
    ReadOnlySpan<byte> Sift(ReadOnlySpan<byte> bytes);
}
