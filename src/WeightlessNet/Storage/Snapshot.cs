using System.Buffers;

namespace WeightlessNet.Storage;

/// <summary>Saves and loads snapshots. docs/format.md describes every byte.</summary>
/// <remarks>
/// Thread-safe. A recommender may be used by other threads while it is saved; what is written is its state at one moment.
/// </remarks>
public static class Snapshot
{
    /// <summary>Writes a snapshot to a stream, a few kilobytes at a time.</summary>
    /// <param name="snapshot">The object to save.</param>
    /// <param name="stream">The stream; it is left open.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="NotSupportedException">
    /// The object holds code or labels that cannot be stored; its type says which. Nothing is written.
    /// </exception>
    /// <exception cref="IOException">The stream fails; what it then holds is no snapshot.</exception>
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
    /// The object holds code or labels that cannot be stored; its type says which. Nothing is written.
    /// </exception>
    public static void Save(this ISnapshot snapshot, IBufferWriter<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(destination);
        SnapshotWriter.Save(bytes => destination.Write(bytes), snapshot.WriteTo);
    }

    /// <summary>
    /// Writes a snapshot to a file, replacing it as a whole: a reader, also after a crash or a loss of power, sees all of the old content
    /// or all of the new.
    /// </summary>
    /// <param name="snapshot">The object to save.</param>
    /// <param name="path">The file; its folder exists. An existing file is replaced.</param>
    /// <remarks>
    /// The bytes go to a temporary file in the same folder, which is flushed to disk and then renamed. A process that is killed in
    /// between may leave that file, whose name ends in ".tmp"; nothing ever reads it. Of several writers the last one to finish wins.
    /// </remarks>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty.</exception>
    /// <exception cref="NotSupportedException">The object holds code or labels that cannot be stored; its type says which.</exception>
    /// <exception cref="IOException">The file cannot be written; it is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written; it is as it was.</exception>
    public static void Save(this ISnapshot snapshot, string path)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        AtomicFile.Write(path, snapshot.Save);
    }

    /// <summary>Reads a snapshot from a stream.</summary>
    /// <typeparam name="TSelf">The type of the object that was saved.</typeparam>
    /// <param name="stream">The stream, which holds nothing but the snapshot. It is read to its end and left open.</param>
    /// <returns>An object of the same state.</returns>
    /// <remarks>Bytes from anywhere may be loaded: memory is allocated as bytes arrive, not as lengths in them claim.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null.</exception>
    /// <exception cref="InvalidDataException">
    /// The stream does not hold exactly one whole snapshot of this type and of a known version. The message tells the offset and the
    /// reason.
    /// </exception>
    /// <exception cref="NotSupportedException">The type has labels that cannot be stored; it says which can.</exception>
    /// <exception cref="IOException">The stream fails.</exception>
    public static TSelf Load<TSelf>(Stream stream)
        where TSelf : ISnapshot<TSelf> => SnapshotReader.Load(stream, TSelf.Kind, TSelf.ReadContent);

    /// <summary>Reads a snapshot from a file.</summary>
    /// <typeparam name="TSelf">The type of the object that was saved.</typeparam>
    /// <param name="path">The file.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <inheritdoc cref="Load{TSelf}(Stream)"/>
    public static TSelf Load<TSelf>(string path)
        where TSelf : ISnapshot<TSelf>
    {
        using FileStream stream = File.OpenRead(path);
        return Load<TSelf>(stream);
    }
}
