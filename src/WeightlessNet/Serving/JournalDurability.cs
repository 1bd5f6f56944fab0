namespace WeightlessNet.Serving;

/// <summary>What has a record of a <see cref="RatingJournal"/> when the call that appends it returns.</summary>
public enum JournalDurability
{
    /// <summary>The operating system: the record outlives the process, but may be lost where the machine loses power.</summary>
    OperatingSystem,

    /// <summary>The disk: the record outlives a loss of power. Each call waits for the disk.</summary>
    Disk,
}
