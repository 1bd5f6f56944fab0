namespace WeightlessNet.Serving.Internals;

/// <summary>The kind of a journal record. The numbers are part of the format.</summary>
internal enum JournalRecordKind : byte
{
    Learn = 1,
    Forget = 2,
    ForgetUser = 3,
    Settings = 4,
}
