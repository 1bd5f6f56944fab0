namespace WeightlessNet.Orleans.Storage;

/// <summary>One write of a user.</summary>
public readonly struct UserWrite
{
    private UserWrite(ReadOnlyMemory<byte> data, bool isSnapshot, ReadOnlyMemory<byte> crowdChange)
    {
        Data = data;
        IsSnapshot = isSnapshot;
        CrowdChange = crowdChange;
    }

    /// <summary>The entry or the snapshot; at most <see cref="MaximumLength"/> bytes.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>Whether <see cref="Data"/> replaces all that is stored of the user; otherwise it is one entry more.</summary>
    public bool IsSnapshot { get; }

    /// <summary>What the write changes for all users; empty for nothing.</summary>
    public ReadOnlyMemory<byte> CrowdChange { get; }

    /// <summary>The most bytes of an entry, a snapshot or a change of the crowd: 64 MB.</summary>
    public static int MaximumLength => 1 << 26;

    /// <summary>One entry more.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="crowdChange">What it changes for all users; empty for nothing.</param>
    /// <exception cref="ArgumentException">There are too many bytes.</exception>
    public static UserWrite Append(ReadOnlyMemory<byte> entry, ReadOnlyMemory<byte> crowdChange = default) =>
        new(Checked(entry, nameof(entry)), false, Checked(crowdChange, nameof(crowdChange)));

    /// <summary>A snapshot in place of all that is stored of the user. What it replaces is deleted.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="crowdChange">What it changes for all users; empty for nothing.</param>
    /// <exception cref="ArgumentException">There are too many bytes.</exception>
    public static UserWrite Replace(ReadOnlyMemory<byte> snapshot, ReadOnlyMemory<byte> crowdChange = default) =>
        new(Checked(snapshot, nameof(snapshot)), true, Checked(crowdChange, nameof(crowdChange)));

    /// <summary>What is written, without its bytes, such as "entry of 12 bytes, change of the crowd of 40 bytes".</summary>
    public override string ToString() =>
        $"{(IsSnapshot ? "snapshot" : "entry")} of {Data.Length} bytes, "
        + (CrowdChange.IsEmpty ? "no change of the crowd" : $"change of the crowd of {CrowdChange.Length} bytes");

    private static ReadOnlyMemory<byte> Checked(ReadOnlyMemory<byte> bytes, string parameter) => bytes.Length <= MaximumLength
        ? bytes
        : throw new ArgumentException($"There must be at most {MaximumLength} bytes, not {bytes.Length}.", parameter);
}
