using WeightlessNet.Serving.Internals.Storing;
using Xunit;

namespace WeightlessNet.Tests.Serving.Storing;

/// <summary>The life of one disk: random appends, checkpoints and failures, a crash, and the next opening, again and again.</summary>
/// <param name="seed">The seed of everything random.</param>
/// <param name="flushes">Whether the store acknowledges events only when they are on disk.</param>
/// <param name="prepare">Breaks the disk, for controls.</param>
/// <param name="timesApplied">How often a call is applied; 1 but for controls.</param>
internal sealed class CrashRun(int seed, bool flushes, Action<SimulatedDisk> prepare, int timesApplied = 1)
{
    /// <summary>The number of crashes of a run.</summary>
    public const int Crashes = 20;

    private const int CallsBeforeCrash = 40;
    private const int Padding = 700;

    private readonly Random _random = new(seed);
    private readonly HashSet<int> _acknowledged = [];
    private readonly HashSet<int> _failed = [];

    // Failed, and cut off since.
    private readonly HashSet<int> _gone = [];

    // Stored while a checkpoint was written, which may have them too.
    private readonly HashSet<int> _duringCheckpoint = [];
    private NumberedState _state = new();
    private int _next = 1;
    private bool _mayLoseAcknowledged;

    /// <summary>Runs, and returns what was wrong; null if nothing was.</summary>
    public async Task<string?> RunAsync()
    {
        SimulatedDisk disk = new();
        for (int crash = 0; crash <= Crashes; crash++)
        {
            prepare(disk);
            bool isLast = crash == Crashes;
            disk.CrashAt = isLast ? 0 : disk.Calls + 1 + _random.Next(CallsBeforeCrash);
            disk.Fails = isLast || _random.Next(2) == 0 ? null : _ => _random.Next(12) == 0;
            try
            {
                using EventStore store = NumberedState.Open(disk, flushes, out _state);
                if (Violation() is { } violation)
                {
                    return $"crash {crash}: {violation}";
                }

                await UseAsync(store, disk);
            }
            catch (InvalidDataException refused)
            {
                return $"crash {crash}: refused: {refused.Message}";
            }
            catch (IOException)
            {
                // The machine crashed, or a call failed, while the store was opened.
                if (isLast)
                {
                    return "The store does not open on a disk that works.";
                }
            }

            bool losesPower = _random.Next(3) > 0;
            _mayLoseAcknowledged |= losesPower && !flushes;
            disk = losesPower ? disk.AfterPowerLoss(_random) : disk.AfterKill();
        }

        return null;
    }

    private async Task UseAsync(EventStore store, SimulatedDisk disk)
    {
        while (!disk.IsCrashed && disk.CrashAt > 0)
        {
            await (_random.Next(6) == 0 ? CheckpointAsync(store, disk) : AppendAsync(store, disk));
        }
    }

    private async Task AppendAsync(EventStore store, SimulatedDisk disk)
    {
        List<NumberedEvents> calls = [];
        for (int count = 1 + _random.Next(3); count > 0; count--)
        {
            int[] lengths = new int[1 + _random.Next(4)];
            for (int i = 0; i < lengths.Length; i++)
            {
                lengths[i] = NumberedEvents.LeastLength + _random.Next(Padding);
            }

            NumberedEvents events = new(_next++, lengths, call =>
            {
                for (int time = 0; time < timesApplied; time++)
                {
                    _state.Apply(call);
                }
            });
            calls.Add(events);
            store.Append(events);
        }

        foreach (NumberedEvents events in calls)
        {
            try
            {
                await events.Task;
                Assert.Contains(events.Call, _state.Calls);
                _ = _acknowledged.Add(events.Call);
            }
            catch (IOException)
            {
                Assert.DoesNotContain(events.Call, _state.Calls);
                _ = _failed.Add(events.Call);
            }
        }

        if (store.Fault is null && !disk.IsCrashed)
        {
            _gone.UnionWith(_failed);
        }
    }

    private async Task CheckpointAsync(EventStore store, SimulatedDisk disk)
    {
        int before = _next;
        try
        {
            await store.CheckpointAsync(stream =>
            {
                if (_random.Next(3) == 0)
                {
                    AppendAsync(store, disk).GetAwaiter().GetResult();
                }

                _state.Write(stream);
            });
            IReadOnlyList<string> names = disk.List();
            ulong number = Assert.Single(StoreNames.Checkpoints(names));
            Assert.All(StoreNames.Logs(names), log => Assert.True(log >= number, "An older segment is still there."));
        }
        catch (IOException)
        {
            // The state of before must still be valid.
        }

        _duringCheckpoint.UnionWith(Enumerable.Range(before, _next - before));
    }

    // Compares what was found at an opening with what was acknowledged.
    private string? Violation()
    {
        List<int> found = [];
        int ofCheckpoint = _state.InCheckpoint.Count;
        foreach ((int place, int call) in _state.Calls.Index())
        {
            bool isRepeated = place >= ofCheckpoint && _state.InCheckpoint.Contains(call) && _duringCheckpoint.Contains(call);
            if (!isRepeated)
            {
                found.Add(call);
            }
        }

        if (!found.Distinct().Order().SequenceEqual(found))
        {
            return "out of order, or read twice";
        }

        _state.Replace(found);
        int[] missing = [.. _acknowledged.Except(found)];
        if (missing.Length > 0 && (!_mayLoseAcknowledged || missing.Min() < found.LastOrDefault()))
        {
            return $"acknowledged {missing.Min()} is missing";
        }

        // A call that was under way at the crash may be there. One that failed before, and that was cut off, must not.
        int newest = _acknowledged.DefaultIfEmpty().Max();
        int[] returned = [.. found.Where(call => _gone.Contains(call) || (_failed.Contains(call) && call < newest))];
        if (returned.Length > 0)
        {
            return $"failed {returned.Min()} is there";
        }

        _acknowledged.Clear();
        _acknowledged.UnionWith(found);
        _failed.Clear();
        _mayLoseAcknowledged = false;
        return null;
    }
}
