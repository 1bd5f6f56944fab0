using System.Runtime.InteropServices;
using WeightlessNet.Recommenders.Weightless;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>What other threads learn and forget while new networks are made: the new networks learn and forget it too.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class ChangesDuringFits
{
    // Other threads wait while this many changes are repeated.
    private const int LastChanges = 64;

    private readonly Lock _access = new();
    private readonly List<Action<WeightlessRecommender>> _changes = [];
    private volatile int _fits;

    /// <summary>Whether new networks are being made, so that changes have to be made by <see cref="Make"/>.</summary>
    public bool AreKept => _fits > 0;

    /// <summary>Begins to keep changes. <see cref="End"/> must follow.</summary>
    /// <returns>How many changes were kept before.</returns>
    public int Begin()
    {
        lock (_access)
        {
            _fits++;
            return _changes.Count;
        }
    }

    /// <summary>Ends what <see cref="Begin"/> began.</summary>
    public void End()
    {
        lock (_access)
        {
            if (--_fits == 0)
            {
                _changes.Clear();
                _changes.TrimExcess();
            }
        }
    }

    /// <summary>Makes a change, and keeps it if new networks are being made.</summary>
    /// <param name="change">Changes the present networks, which are not replaced meanwhile.</param>
    /// <param name="repeat">Makes the same change to the new networks.</param>
    public T Make<T>(Func<T> change, Action<WeightlessRecommender> repeat)
    {
        lock (_access)
        {
            if (_fits == 0)
            {
                return change();
            }

            // First make room, which can fail.
            _changes.EnsureCapacity(_changes.Count + 1);
            T result = change();
            _changes.Add(repeat);
            return result;
        }
    }

    /// <summary>Makes the changes since <see cref="Begin"/> to new networks, in their order, and replaces the present ones.</summary>
    /// <param name="networks">The new networks.</param>
    /// <param name="begun">What <see cref="Begin"/> returned.</param>
    /// <param name="replace">Replaces the present networks; no change is made meanwhile.</param>
    public void Repeat(WeightlessRecommender networks, int begun, Action replace)
    {
        int next = CatchUp(networks, begun);
        while (true)
        {
            lock (_access)
            {
                int end = Math.Min(next + LastChanges, _changes.Count);
                for (; next < end; next++)
                {
                    _changes[next](networks);
                }

                if (next == _changes.Count)
                {
                    replace();
                    return;
                }
            }
        }
    }

    // Repeats changes without the lock as long as others make them more slowly than this thread.
    private int CatchUp(WeightlessRecommender networks, int next)
    {
        int earlier = int.MaxValue;
        while (true)
        {
            Action<WeightlessRecommender>[] rest;
            lock (_access)
            {
                int count = _changes.Count - next;
                if (count <= LastChanges || count >= earlier)
                {
                    return next;
                }

                rest = [.. CollectionsMarshal.AsSpan(_changes)[next..]];
            }

            Array.ForEach(rest, repeat => repeat(networks));
            next += rest.Length;
            earlier = rest.Length;
        }
    }
}
