using System.Buffers;

namespace WeightlessNet.Orleans.Sharing.Internals;

/// <summary>Counts the bytes that are written, and keeps none.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class CountedBytes : IBufferWriter<byte>
{
    private byte[] _space = new byte[4_096];

    /// <summary>How many bytes were written.</summary>
    public long Count { get; private set; }

    public void Advance(int count) => Count += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (sizeHint > _space.Length)
        {
            _space = new byte[sizeHint];
        }

        return _space;
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
}
