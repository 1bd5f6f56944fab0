using System.Collections.Concurrent;
using System.Diagnostics.Tracing;

namespace WeightlessNet.Benchmarks.Measurements;

/// <summary>
/// How long threads of this process waited for locks, and were suspended by the garbage collector, as the runtime reports it: what the
/// library makes a call wait, apart from the machine.
/// </summary>
internal sealed class Stalls : EventListener
{
    private const string Runtime = "Microsoft-Windows-DotNETRuntime";
    private const EventKeywords GarbageCollection = (EventKeywords)0x1;
    private const EventKeywords Contention = (EventKeywords)0x4000;

    private readonly ConcurrentQueue<double> _locks = [];
    private readonly ConcurrentQueue<double> _suspensions = [];
    private DateTime _suspendedAt = DateTime.MaxValue;

    /// <summary>The waits for locks, in milliseconds, ascending.</summary>
    public double[] Locks => [.. _locks.Order()];

    /// <summary>The suspensions, in milliseconds, ascending.</summary>
    public double[] Suspensions => [.. _suspensions.Order()];

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == Runtime)
        {
            EnableEvents(eventSource, EventLevel.Informational, GarbageCollection | Contention);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        switch (eventData.EventName)
        {
            // The first is a monitor's, the second that of a Lock.
            case "ContentionStop_V1" or "ContentionStop":
                _locks.Enqueue((double)eventData.Payload![2]! / 1e6);
                break;
            case "GCSuspendEEBegin_V1":
                _suspendedAt = eventData.TimeStamp;
                break;
            case "GCRestartEEEnd_V1" when _suspendedAt < eventData.TimeStamp:
                _suspensions.Enqueue((eventData.TimeStamp - _suspendedAt).TotalMilliseconds);
                _suspendedAt = DateTime.MaxValue;
                break;
        }
    }
}
