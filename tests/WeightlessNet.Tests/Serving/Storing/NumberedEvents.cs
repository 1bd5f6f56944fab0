using System.Buffers.Binary;
using WeightlessNet.Serving.Internals.Storing;

namespace WeightlessNet.Tests.Serving.Storing;

/// <summary>Events of one call: each has the number of the call, its own number, and padding.</summary>
/// <param name="call">The number of the call.</param>
/// <param name="lengths">The lengths of the events, at least 8 each.</param>
/// <param name="apply">Applies the call.</param>
internal sealed class NumberedEvents(int call, int[] lengths, Action<int> apply)
    : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), IStoredEvents
{
    public const int LeastLength = 8;

    public int Call => call;

    public int Count => lengths.Length;

    public int LengthOf(int index) => lengths[index];

    public void WriteTo(int index, Span<byte> bytes)
    {
        new Random(call + index).NextBytes(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes, call);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[4..], index);
    }

    public void Apply() => apply(call);

    public void End(Exception? failure)
    {
        if (failure is null)
        {
            SetResult();
        }
        else
        {
            SetException(failure);
        }
    }
}
