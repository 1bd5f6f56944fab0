namespace WeightlessNet.Serving.Internals.Storing;

/// <summary>The turn of a call that waited for room in a queue. Disposing of it lets the next one add its events.</summary>
/// <param name="queue">The queue; null if the call did not have to wait, so that nobody waits for it.</param>
internal readonly struct QueueTurn(EventQueue? queue) : IDisposable
{
    public void Dispose() => queue?.EndTurn();
}
