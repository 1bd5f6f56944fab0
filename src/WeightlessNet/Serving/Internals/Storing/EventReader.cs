namespace WeightlessNet.Serving.Internals.Storing;

/// <summary>Reads an event of the log.</summary>
internal delegate void EventReader(ReadOnlySpan<byte> bytes);
