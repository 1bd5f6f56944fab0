namespace WeightlessNet.Serving.Internals.Storing;

/// <summary>An open file of a store.</summary>
/// <remarks>Not thread-safe.</remarks>
internal interface IStoreFile : IDisposable
{
    /// <summary>The number of bytes.</summary>
    long Length { get; }

    /// <summary>Reads bytes; fewer than asked for only at the end.</summary>
    int Read(Span<byte> destination, long offset);

    /// <summary>Writes bytes; the operating system has them when it returns.</summary>
    void Write(ReadOnlySpan<byte> bytes, long offset);

    /// <summary>Cuts the file off.</summary>
    void SetLength(long length);

    /// <summary>Returns when everything written is on disk.</summary>
    void Flush();
}
