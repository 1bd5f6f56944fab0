using System.Buffers;

namespace WeightlessNet.Storage;

/// <summary>
/// Something whose whole state can be written as a snapshot: a versioned, little-endian sequence of bytes that ends with a checksum, the
/// same on every machine. Equal states give equal bytes.
/// </summary>
/// <remarks>The documentation of the format describes every byte.</remarks>
public interface ISnapshot
{
    /// <summary>Writes a snapshot, a few kilobytes at a time.</summary>
    /// <param name="stream">Where to; it is left open.</param>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null.</exception>
    /// <exception cref="IOException">The stream fails; what it then holds is no snapshot.</exception>
    void Save(Stream stream);

    /// <summary>Writes a snapshot, a few kilobytes at a time.</summary>
    /// <param name="destination">Where to.</param>
    /// <exception cref="ArgumentNullException"><paramref name="destination"/> is null.</exception>
    void Save(IBufferWriter<byte> destination);
}
