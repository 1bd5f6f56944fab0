namespace WeightlessNet.Serving.Internals;

/// <summary>Where an appended record of a <see cref="RatingJournal"/> is guaranteed to be when the call returns.</summary>
internal enum JournalDurability
{
    /// <summary>In the operating system: the record survives the end of the process, but may be lost if the machine loses power.</summary>
    OperatingSystem,

    /// <summary>On disk: the record survives a loss of power. Each call waits for the disk.</summary>
    Disk,
}
