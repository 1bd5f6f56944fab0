namespace WeightlessNet.Storage;

/// <summary>The numbers of the snapshot format; docs/format.md describes every byte.</summary>
internal static class SnapshotFormat
{
    /// <summary>The version that is written, and the newest that is read.</summary>
    public const ushort Version = 1;

    /// <summary>The oldest version whose readers read what is written.</summary>
    public const ushort OldestReader = 1;

    /// <summary>How many bytes of payload a section holds: all but the last hold exactly as many.</summary>
    public const int SectionLength = 1 << 14;

    /// <summary>How many numbers the shape of an object has at the most.</summary>
    public const int MaximumShape = 8;

    /// <summary>
    /// "WNET", then the bytes that a transfer as text would change: line ends of two kinds and the end-of-file character of old.
    /// </summary>
    public static ReadOnlySpan<byte> Signature => "WNET\r\n\x1A\n"u8;
}
