namespace WeightlessNet.Serving;

/// <summary>What survives when a call to a <see cref="Recommender{TUser, TItem}"/> that changes something has ended.</summary>
public enum Durability
{
    /// <summary>
    /// The change is on disk: it survives a loss of power. Calls that run at the same time share one flush, so many of them wait no longer
    /// than one.
    /// </summary>
    Disk,

    /// <summary>
    /// The operating system has the change: it survives the end of the process, also a kill, but the last changes may be lost if the
    /// machine loses power.
    /// </summary>
    OperatingSystem,
}
