namespace WeightlessNet.Storage;

/// <summary>Constants of the snapshot format; docs/format.md describes every byte.</summary>
internal static class SnapshotFormat
{
    /// <summary>The version written, and the newest version read.</summary>
    public const ushort Version = 1;

    /// <summary>The oldest reader version that can read what is written.</summary>
    public const ushort OldestReader = 1;

    /// <summary>The number of payload bytes in a section: every section but the last is full.</summary>
    public const int SectionLength = 1 << 14;

    /// <summary>The maximum number of numbers in the shape of an object.</summary>
    public const int MaximumShape = 8;

    /// <summary>
    /// "WNET", then bytes that a transfer in text mode would change: both kinds of line ends and the DOS end-of-file character.
    /// </summary>
    public static ReadOnlySpan<byte> Signature => "WNET\r\n\x1A\n"u8;
}
