using System.Runtime.InteropServices;

namespace WeightlessNet.Tests.Serving.Storing;

/// <summary>The content of a file: what the system shows, and what is on disk.</summary>
internal sealed class SimulatedFile
{
    private const int Sector = 512;

    // Writes, or new lengths (no bytes), in order.
    private readonly List<(long Offset, byte[]? Bytes)> _unflushed = [];
    private List<byte> _onDisk = [];
    private List<byte> _shown = [];

    public long Length => _shown.Count;

    public byte[] Bytes => [.. _shown];

    public int Read(Span<byte> destination, long offset)
    {
        int count = (int)Math.Clamp(_shown.Count - offset, 0, destination.Length);
        CollectionsMarshal.AsSpan(_shown).Slice((int)Math.Min(offset, _shown.Count), count).CopyTo(destination);
        return count;
    }

    public void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        Put(_shown, offset, bytes);
        _unflushed.Add((offset, bytes.ToArray()));
    }

    public void SetLength(long length)
    {
        Resize(_shown, length);
        _unflushed.Add((length, null));
    }

    public void Flush()
    {
        _onDisk = [.. _shown];
        _unflushed.Clear();
    }

    /// <summary>The file after a loss of power: each sector of each unflushed write is there with a probability, and each length.</summary>
    public SimulatedFile AfterPowerLoss(Random random, double share)
    {
        SimulatedFile after = new() { _onDisk = [.. _onDisk] };
        foreach ((long offset, byte[]? bytes) in _unflushed)
        {
            long end = offset + (bytes?.Length ?? 0);
            if (random.NextDouble() < share)
            {
                Resize(after._onDisk, bytes is null ? offset : Math.Max(after._onDisk.Count, end));
            }

            for (long start = offset; start < end;)
            {
                long next = Math.Min(((start / Sector) + 1) * Sector, end);
                if (random.NextDouble() < share)
                {
                    Put(after._onDisk, start, bytes.AsSpan((int)(start - offset), (int)(next - start)));
                }

                start = next;
            }
        }

        after._shown = [.. after._onDisk];
        return after;
    }

    private static void Put(List<byte> content, long offset, ReadOnlySpan<byte> bytes)
    {
        Resize(content, Math.Max(content.Count, offset + bytes.Length));
        bytes.CopyTo(CollectionsMarshal.AsSpan(content)[(int)offset..]);
    }

    private static void Resize(List<byte> content, long length)
    {
        int before = content.Count;
        CollectionsMarshal.SetCount(content, (int)length);
        if (length > before)
        {
            CollectionsMarshal.AsSpan(content)[before..].Clear();
        }
    }
}
