using System.Buffers.Binary;
using WeightlessNet.Serving.Internals.Storing;

namespace WeightlessNet.Tests.Serving.Storing;

/// <summary>The numbers of the calls that were applied, in order: what a store of <see cref="NumberedEvents"/> holds.</summary>
internal sealed class NumberedState
{
    private readonly Lock _access = new();
    private readonly List<int> _calls = [];
    private readonly List<int> _inCheckpoint = [];

    /// <summary>The calls that were applied since opening or repeated then, with those of the checkpoint first.</summary>
    public int[] Calls
    {
        get
        {
            lock (_access)
            {
                return [.. _calls];
            }
        }
    }

    /// <summary>The calls of the checkpoint that was read.</summary>
    public IReadOnlyList<int> InCheckpoint => _inCheckpoint;

    /// <summary>Opens a store; the calls are in the state.</summary>
    public static EventStore Open(SimulatedDisk disk, bool flushes, out NumberedState state, Action? release = null)
    {
        NumberedState opened = state = new();
        return EventStore.Open(disk, new Held(release), flushes, opened.Read, opened.Repeat);
    }

    public void Apply(int call)
    {
        lock (_access)
        {
            _calls.Add(call);
        }
    }

    /// <summary>Replaces the calls by those without repetitions, as an idempotent state would hold them.</summary>
    public void Replace(IEnumerable<int> calls)
    {
        lock (_access)
        {
            _calls.Clear();
            _calls.AddRange(calls);
        }
    }

    public void Write(Stream stream)
    {
        foreach (int call in Calls)
        {
            stream.Write(BitConverter.GetBytes(call));
        }
    }

    public void Read(Stream stream)
    {
        byte[] bytes = new byte[sizeof(int)];
        while (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length)
        {
            _inCheckpoint.Add(BitConverter.ToInt32(bytes));
        }

        _calls.AddRange(_inCheckpoint);
    }

    /// <summary>A call counts with its first event.</summary>
    public void Repeat(ReadOnlySpan<byte> bytes)
    {
        if (BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]) == 0)
        {
            Apply(BinaryPrimitives.ReadInt32LittleEndian(bytes));
        }
    }

    private sealed class Held(Action? release) : IDisposable
    {
        public void Dispose() => release?.Invoke();
    }
}
