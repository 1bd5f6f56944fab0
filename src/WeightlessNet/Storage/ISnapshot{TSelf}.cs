namespace WeightlessNet.Storage;

/// <summary>A type whose snapshots can be loaded without anything else being known.</summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
public interface ISnapshot<TSelf> : ISnapshot
    where TSelf : ISnapshot<TSelf>
{
    /// <summary>Reads a snapshot that <see cref="ISnapshot.Save(Stream)"/> wrote.</summary>
    /// <param name="stream">Where from: nothing but the snapshot, which is read to the end of the stream. It is left open.</param>
    /// <returns>An object of the same state.</returns>
    /// <remarks>
    /// Bytes from anywhere may be loaded: memory is taken as bytes really come, not as lengths in them claim.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null.</exception>
    /// <exception cref="InvalidDataException">
    /// The stream holds no whole snapshot of this type and of a version that is known, or more than that. The message tells the offset
    /// and the reason.
    /// </exception>
    /// <exception cref="IOException">The stream fails.</exception>
#pragma warning disable CA1000 // What is loaded is of the type itself.
    static abstract TSelf Load(Stream stream);
#pragma warning restore CA1000
}
