namespace WeightlessNet.Storage;

/// <summary>Takes a record of a <see cref="RecordFile"/>.</summary>
/// <param name="offset">Where the record begins in the file.</param>
/// <param name="record">The record, valid during the call.</param>
internal delegate void RecordReader(long offset, ReadOnlySpan<byte> record);
