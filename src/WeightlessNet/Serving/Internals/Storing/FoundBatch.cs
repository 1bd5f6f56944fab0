namespace WeightlessNet.Serving.Internals.Storing;

/// <summary>A whole batch in a segment.</summary>
/// <param name="Sequence">Its sequence.</param>
/// <param name="Offset">Its offset in the file.</param>
internal readonly record struct FoundBatch(ulong Sequence, long Offset);
