using System.Runtime.InteropServices;

namespace WeightlessNet.Recommenders.Ratings.Internals;

/// <summary>What threads change in a model while another is trained to take its place: the new model must change in the same way.</summary>
/// <remarks>
/// <para>
/// A training ends, however much other threads change meanwhile. When few changes are left, every thread that makes one first repeats two
/// for the new model, so fewer and fewer are left, and no call waits long.
/// </para>
/// <para>Thread-safe. Call <see cref="MakeRoom"/> and <see cref="Keep"/> with <see cref="Access"/> held; the other methods take it.</para>
/// </remarks>
/// <typeparam name="TChange">A change.</typeparam>
internal sealed class TrainingChanges<TChange>
{
    // A new model that lacks no more changes than this is shown after them; other threads wait that long.
    private const int LastChanges = 4;

    private readonly List<TChange> _kept = [];
    private volatile int _trainings;

    // What repeats changes for the model of the training that is about to end, and the first change that it lacks.
    private Action<TChange>? _repeat;
    private int _next;

    /// <summary>The lock that threads hold while they change the model.</summary>
    public Lock Access { get; } = new();

    /// <summary>Whether changes are kept. May be read without the lock.</summary>
    public bool AreKept => _trainings > 0;

    /// <summary>Begins to keep changes. <see cref="End"/> must follow.</summary>
    /// <returns>How many changes were kept before, which this training does not need.</returns>
    public int Begin()
    {
        lock (Access)
        {
            _trainings++;
            return _kept.Count;
        }
    }

    /// <summary>Ends what <see cref="Begin"/> began, whether or not the training succeeded.</summary>
    public void End()
    {
        lock (Access)
        {
            if (--_trainings == 0)
            {
                _kept.Clear();
                _kept.TrimExcess();
            }
        }
    }

    /// <summary>Prepares to keep a change, if changes are kept. Call it before the change is made: what can fail fails here.</summary>
    public void MakeRoom()
    {
        if (AreKept)
        {
            Repeat(2);
            _kept.EnsureCapacity(_kept.Count + 1);
        }
    }

    /// <summary>Keeps a change, if changes are kept, after <see cref="MakeRoom"/> and with the lock held since then.</summary>
    public void Keep(TChange change)
    {
        if (AreKept)
        {
            _kept.Add(change);
        }
    }

    /// <summary>Repeats the changes since <see cref="Begin"/> for a new model, in their order, and shows that model.</summary>
    /// <param name="begun">What <see cref="Begin"/> returned.</param>
    /// <param name="repeat">Makes a change in the new model. Other threads call it too, one at a time.</param>
    /// <param name="show">Shows the new model; no change is made meanwhile.</param>
    public void Replace(int begun, Action<TChange> repeat, Action show)
    {
        BeginLast(CatchUp(begun, repeat), repeat);
        try
        {
            while (!ShowIfComplete(show))
            {
            }
        }
        finally
        {
            lock (Access)
            {
                _repeat = null;
            }
        }
    }

    /// <summary>Starts the last part of <see cref="Replace"/>: from now on, each change first repeats two for the new model.</summary>
    /// <param name="next">How many of the kept changes the new model has, or does not need.</param>
    /// <param name="repeat">See <see cref="Replace"/>.</param>
    public void BeginLast(int next, Action<TChange> repeat)
    {
        lock (Access)
        {
            _next = next;
            _repeat = repeat;
        }
    }

    /// <summary>Repeats a few changes, after <see cref="BeginLast"/>, and shows the new model if that was all.</summary>
    /// <returns>Whether the new model is shown.</returns>
    public bool ShowIfComplete(Action show)
    {
        lock (Access)
        {
            Repeat(LastChanges);
            if (_next < _kept.Count)
            {
                return false;
            }

            show();
            _repeat = null;
            return true;
        }
    }

    private void Repeat(int count)
    {
        for (; _repeat is not null && count > 0 && _next < _kept.Count; count--)
        {
            _repeat(_kept[_next]);
            _next++;
        }
    }

    // Repeats changes without the lock as long as others make them more slowly than this thread.
    private int CatchUp(int next, Action<TChange> repeat)
    {
        int earlier = int.MaxValue;
        while (true)
        {
            TChange[] rest;
            lock (Access)
            {
                int count = _kept.Count - next;
                if (count <= LastChanges || count >= earlier)
                {
                    return next;
                }

                rest = [.. CollectionsMarshal.AsSpan(_kept)[next..]];
            }

            Array.ForEach(rest, repeat);
            next += rest.Length;
            earlier = rest.Length;
        }
    }
}
