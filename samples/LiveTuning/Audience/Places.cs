using System.Diagnostics.CodeAnalysis;

namespace LiveTuning.Audience;

/// <summary>The visitors that the server keeps, in the order in which they were last here.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class Places(TimeProvider clock)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<Visitor>> _byKey = [];
    private readonly LinkedList<Visitor> _byRecency = new();

    /// <summary>The number of visitors.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _byKey.Count;
            }
        }
    }

    /// <summary>Finds a visitor, who then is the most recent one.</summary>
    public bool TryFind(string key, [MaybeNullWhen(false)] out Visitor visitor)
    {
        lock (_lock)
        {
            visitor = null;
            if (_byKey.TryGetValue(key, out LinkedListNode<Visitor>? place))
            {
                visitor = place.Value;
                visitor.Seen = clock.GetUtcNow();
                _byRecency.Remove(place);
                _byRecency.AddLast(place);
            }

            return visitor is not null;
        }
    }

    /// <summary>Adds a visitor as the most recent one, or finds the one with the key.</summary>
    public Visitor Take(string key, DateTimeOffset seen)
    {
        lock (_lock)
        {
            if (_byKey.TryGetValue(key, out LinkedListNode<Visitor>? place))
            {
                return place.Value;
            }

            Visitor visitor = new(key, seen);
            _byKey.Add(key, _byRecency.AddLast(visitor));
            return visitor;
        }
    }

    /// <summary>Gives a visitor's place up.</summary>
    public void Remove(Visitor visitor)
    {
        lock (_lock)
        {
            if (_byKey.Remove(visitor.Key, out LinkedListNode<Visitor>? place))
            {
                _byRecency.Remove(place);
            }
        }
    }

    /// <summary>The least recent visitors: as many as wanted, and all who were not here since a time.</summary>
    public IReadOnlyList<Visitor> LeastRecent(int count, DateTimeOffset since)
    {
        lock (_lock)
        {
            return [.. _byRecency.TakeWhile((visitor, index) => index < count || visitor.Seen < since)];
        }
    }
}
