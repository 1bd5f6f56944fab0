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
}
