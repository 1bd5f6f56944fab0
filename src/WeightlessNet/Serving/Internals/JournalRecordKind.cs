namespace WeightlessNet.Serving.Internals;

/// <summary>What a record of a journal says. The numbers are part of the format.</summary>
internal enum JournalRecordKind : byte
{
    Learn = 1,
    Forget = 2,
    ForgetUser = 3,
    Settings = 4,
}
