using System.Buffers;

namespace WeightlessNet.Storage;

/// <summary>Saves and loads snapshots. docs/format.md describes every byte.</summary>
/// <remarks>
/// Thread-safe. A snapshot is the state at one moment: other calls to a recommender wait until it is written, so save to memory first if
/// the stream is slow.
/// </remarks>
public static class Snapshot
{
    // Files are read in blocks of so many bytes.
    private const int ReadLength = 1 << 16;

    /// <summary>Writes a snapshot to a stream, a few kilobytes at a time.</summary>
    /// <param name="snapshot">The object to save.</param>
    /// <param name="stream">The stream; it is left open.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="NotSupportedException">
    /// The object holds code or labels that cannot be stored; see the documentation of its type. Nothing is written.
    /// </exception>
    /// <exception cref="IOException">Writing to the stream fails. It then does not hold a whole snapshot.</exception>
    public static void Save(this ISnapshot snapshot, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(stream);
        SnapshotWriter.Save(bytes => stream.Write(bytes), snapshot.WriteTo);
    }

    /// <summary>Writes a snapshot to a buffer, a few kilobytes at a time.</summary>
    /// <param name="snapshot">The object to save.</param>
    /// <param name="destination">The buffer.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="NotSupportedException">
    /// The object holds code or labels that cannot be stored; see the documentation of its type. Nothing is written.
    /// </exception>
    public static void Save(this ISnapshot snapshot, IBufferWriter<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(destination);
        SnapshotWriter.Save(bytes => destination.Write(bytes), snapshot.WriteTo);
    }

    /// <summary>
    /// Writes a snapshot to a file and replaces the file atomically: a reader sees all of the old content or all of the new, even after a
    /// crash or a loss of power.
    /// </summary>
    /// <param name="snapshot">The object to save.</param>
    /// <param name="path">The file; its folder must exist. An existing file is replaced.</param>
    /// <remarks>
    /// Writes a temporary file in the same folder, flushes it to disk and renames it. If the process is killed before the rename, the
    /// temporary file may remain; its name ends in ".tmp", and it is never read. If several writers run at once, the last one to finish
    /// wins.
    /// </remarks>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty.</exception>
    /// <exception cref="NotSupportedException">
    /// The object holds code or labels that cannot be stored; see the documentation of its type.
    /// </exception>
    /// <exception cref="IOException">The file cannot be written; it is unchanged.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the file is denied; it is unchanged.</exception>
    public static void Save(this ISnapshot snapshot, string path)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        AtomicFile.Write(path, snapshot.Save);
    }

    /// <summary>Reads a snapshot from a stream.</summary>
    /// <typeparam name="TSelf">The type of the saved object.</typeparam>
    /// <param name="stream">The stream, which must hold only the snapshot. It is read to the end and left open.</param>
    /// <returns>An object with the same state.</returns>
    /// <remarks>Safe for untrusted bytes: memory is allocated as bytes arrive, not according to the lengths that they claim.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null.</exception>
    /// <exception cref="InvalidDataException">
    /// The stream does not hold exactly one whole snapshot of this type and a known version. The message gives the offset and the reason.
    /// </exception>
    /// <exception cref="NotSupportedException">The type has labels that cannot be stored; see the documentation of the type.</exception>
    /// <exception cref="IOException">Reading from the stream fails.</exception>
    public static TSelf Load<TSelf>(Stream stream)
        where TSelf : ISnapshot<TSelf> => SnapshotReader.Load(stream, TSelf.Kind, TSelf.ReadContent);

    /// <summary>Reads a snapshot from a file.</summary>
    /// <typeparam name="TSelf">The type of the saved object.</typeparam>
    /// <param name="path">The file.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <inheritdoc cref="Load{TSelf}(Stream)"/>
    public static TSelf Load<TSelf>(string path)
        where TSelf : ISnapshot<TSelf>
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, ReadLength, FileOptions.SequentialScan);
        return Load<TSelf>(stream);
    }
}
