namespace WeightlessNet.Orleans.Storage;

/// <summary>Whether a <see cref="RedisUserStore"/> checks that the server acknowledges only what is on disk.</summary>
public enum RedisDurability
{
    /// <summary>The server's settings are read, and others than <c>appendfsync always</c> refused.</summary>
    Checked,

    /// <summary>Nothing is checked: the application answers for the server, or may lose the last changes in a crash.</summary>
    Trusted,
}
