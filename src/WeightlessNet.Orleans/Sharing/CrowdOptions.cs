namespace WeightlessNet.Orleans.Sharing;

/// <summary>How silos exchange what users change for all.</summary>
public sealed class CrowdOptions
{
    /// <summary>
    /// How often a silo reads what users of all silos have changed: 10 milliseconds to 1 hour; the default is 1 second. Answers of other
    /// users trail by this time at most, as long as the store can be read.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public TimeSpan Interval
    {
        get;
        set => field = value >= TimeSpan.FromMilliseconds(10) && value <= TimeSpan.FromHours(1)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"{nameof(Interval)} must be 10 milliseconds to 1 hour.");
    } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// After how many entries of the log a silo writes their sum as a checkpoint and deletes them: 1 or more; the default is 100,000. A
    /// silo that starts reads the checkpoint and the entries after it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above 0.</exception>
    public int EntriesPerCheckpoint
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            field = value;
        }
    } = 100_000;

    /// <summary>
    /// After what time a silo writes a checkpoint of entries that it has read, also if they are few: 10 milliseconds to 30 days; the
    /// default is 1 hour. What was forgotten can be traced to a user in the crowd's log for this time and an interval at most, as long as a
    /// silo runs.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public TimeSpan CheckpointInterval
    {
        get;
        set => field = value >= TimeSpan.FromMilliseconds(10) && value <= TimeSpan.FromDays(30)
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(value), value, $"{nameof(CheckpointInterval)} must be 10 milliseconds to 30 days.");
    } = TimeSpan.FromHours(1);

    /// <summary>How many entries of each part are read at once: 1 or more; the default is 10,000.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above 0.</exception>
    public int EntriesPerReading
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            field = value;
        }
    } = 10_000;
}
