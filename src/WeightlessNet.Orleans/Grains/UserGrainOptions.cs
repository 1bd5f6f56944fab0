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
}
