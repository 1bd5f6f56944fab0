namespace WeightlessNet.Storage;

/// <summary>Receives a record of a <see cref="RecordFile"/>.</summary>
/// <param name="offset">The offset of the record in the file.</param>
/// <param name="record">The record, valid during the call.</param>
internal delegate void RecordReader(long offset, ReadOnlySpan<byte> record);
