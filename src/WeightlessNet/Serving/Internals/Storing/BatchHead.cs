namespace WeightlessNet.Serving.Internals.Storing;

/// <summary>The fields of a batch's header.</summary>
/// <param name="Sequence">The number of the batch, over all segments.</param>
/// <param name="EventCount">How many events it has.</param>
/// <param name="Flushed">All batches below this sequence were on disk when it was written.</param>
/// <param name="Length">The number of bytes of the events.</param>
internal readonly record struct BatchHead(ulong Sequence, int EventCount, ulong Flushed, uint Length = 0);
