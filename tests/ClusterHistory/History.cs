using System.Globalization;
using WeightlessNet.Orleans.Grains;

namespace ClusterHistory;

/// <summary>All that clients asked for and were told, in memory for the checker and in a file for people.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class History : IDisposable
{
    private readonly Lock _lock = new();
    private readonly StreamWriter _file;
    private readonly List<Operation>[] _ofUsers = [.. Enumerable.Range(0, World.Users).Select(_ => new List<Operation>())];
    private long _moment;
    private long _numbers;

    public History(string path) => _file = new StreamWriter(path);

    /// <summary>How many operations have an acknowledgment.</summary>
    public int Acknowledged { get; private set; }

    /// <summary>How many operations have an unknown outcome.</summary>
    public int Unknown { get; private set; }

    public Operation Begin(int user, OperationKind kind, int item, float value)
    {
        lock (_lock)
        {
            Operation operation = new(++_numbers, user, kind, item, value, ++_moment);
            _file.WriteLine($"begin\t{operation}");
            return operation;
        }
    }

    /// <summary>Writes down an acknowledgment, or with null that the client has given up.</summary>
    public void End(Operation operation, ChangeOutcome? outcome)
    {
        lock (_lock)
        {
            operation = operation with { Outcome = outcome, Ended = outcome is null ? long.MaxValue : ++_moment };
            _ofUsers[operation.User].Add(operation);
            _file.WriteLine($"end\t{operation}");
            (Acknowledged, Unknown) = (Acknowledged + (outcome is null ? 0 : 1), Unknown + (outcome is null ? 1 : 0));
        }
    }

    /// <summary>Writes down what else happened.</summary>
    public void Note(string what)
    {
        lock (_lock)
        {
            _file.WriteLine(string.Create(CultureInfo.InvariantCulture, $"note\t{DateTime.UtcNow:HH:mm:ss.fff}\t{what}"));
            _file.Flush();
        }
    }

    /// <summary>The operations of a user, in the order in which they ended.</summary>
    public IReadOnlyList<Operation> Of(int user)
    {
        lock (_lock)
        {
            return [.. _ofUsers[user]];
        }
    }

    public void Dispose() => _file.Dispose();
}
