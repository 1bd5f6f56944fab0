using WeightlessNet.Serving.Internals.Storing;

namespace WeightlessNet.Serving.Internals;

/// <summary>Changes on their way into the log, and the wait for them.</summary>
/// <param name="changes">The changes, in their order.</param>
/// <param name="apply">Applies one.</param>
/// <param name="end">Called when they are applied or have failed; null for nothing.</param>
/// <param name="complete">Completes a change when it is written, after all before it; null for nothing. Its length stays.</param>
internal sealed class StoredChanges(
    Change[] changes, Action<Change> apply, Action? end = null, Func<Change, Change>? complete = null)
    : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), IStoredEvents
{
    public int Count => changes.Length;

    public int LengthOf(int index) => changes[index].Length;

    public void WriteTo(int index, Span<byte> bytes)
    {
        if (complete is not null && changes[index].Kind == ChangeKind.Event)
        {
            changes[index] = complete(changes[index]);
        }

        changes[index].WriteTo(bytes);
    }

    public void Apply()
    {
        foreach (Change change in changes)
        {
            apply(change);
        }
    }

    public void End(Exception? failure)
    {
        end?.Invoke();
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
