namespace WeightlessNet.Orleans.Grains;

/// <summary>How users are stored.</summary>
public sealed class UserGrainOptions
{
    /// <summary>
    /// How many entries there are before a snapshot replaces them: 1 to 10,000; the default is 32. More entries take more bytes and a
    /// longer reading at the next activation, fewer make writes longer. What forgets replaces them at once.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 1 to 10,000.</exception>
    public int EntriesPerSnapshot
    {
        get;
        set => field = value is >= 1 and <= 10_000
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"{nameof(EntriesPerSnapshot)} must be 1 to 10,000.");
    } = 32;

    /// <summary>
    /// How many users a silo reads from the store at once when their grains begin: 1 to 10,000; the default is 64. Others wait, so that
    /// writes of active users go on when a silo has ended and its users come to the others.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 1 to 10,000.</exception>
    public int SimultaneousLoads
    {
        get;
        set => field = value is >= 1 and <= 10_000
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"{nameof(SimultaneousLoads)} must be 1 to 10,000.");
    } = 64;

    /// <summary>
    /// After what time a grain asks the store whether the user has changed elsewhere, before it answers a question: 0 or more, or
    /// <see cref="Timeout.InfiniteTimeSpan"/> for never; the default is a minute. With 0 each question reads the user first.
    /// </summary>
    /// <remarks>
    /// When silos fail, Orleans may have two activations of a user for a while. Their changes never mix: the store refuses the second one
    /// of two that were made from the same state. But an activation that only answers does not see the changes of the other one until it
    /// asks the store. A change asks by itself. If the store cannot be read, the answer is made from what the grain has.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, and not infinite.</exception>
    public TimeSpan RecheckInterval
    {
        get;
        set => field = value >= TimeSpan.Zero || value == Timeout.InfiniteTimeSpan
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(value), value, $"{nameof(RecheckInterval)} must be 0 or more, or {nameof(Timeout.InfiniteTimeSpan)} for never.");
    } = TimeSpan.FromMinutes(1);
}
