using WeightlessNet.Bits;
using WeightlessNet.Storage;

namespace WeightlessNet.StateMachines;

internal sealed partial class NeuronBank
{
    /// <summary>For each connection, the number of lessons in which it was on.</summary>
    public ReadOnlySpan<int> On => _on;

    /// <summary>For each neuron of the group, the number of lessons in which it fired.</summary>
    public ReadOnlySpan<int> Fired => _fired;

    /// <summary>Reads which connections of a group are in use, before the group gets memory for them.</summary>
    public static ulong[] ReadConnectionsInUse(SnapshotReader reader, NeuronGroup group) => Fits(group)
        ? reader.ReadArray<ulong>((long)group.Neurons.Length * BitSlice.WordCount(group.Inputs.Length + group.Neighbors.Length))
        : throw reader.Invalid("neurons that share connections have too many in total");

    // For each neuron, whether it fired in a lesson in which the connection was on, one bit for each connection in u64 words. The rows
    // imply this, but a reader can allocate the counts of the connections after bytes for them have arrived.
    public void WriteConnectionsInUse(SnapshotWriter writer) => writer.Write<ulong>(ConnectionsInUse());

    /// <summary>Reads the table and computes the counts from it.</summary>
    /// <param name="reader">The source.</param>
    /// <param name="lessons">The number of lessons, the same for all groups.</param>
    /// <param name="inUse">The connections in use, as read before.</param>
    public void ReadRows(SnapshotReader reader, int lessons, ReadOnlySpan<ulong> inUse)
    {
        _table.Read(reader, _all, lessons);
        if (_table.LessonCount != lessons)
        {
            throw reader.Invalid($"a group of neurons does not have {lessons} lessons");
        }

        for (int row = 0; row < _table.RowCount; row++)
        {
            Count(_table.AddressAt(row), _table.LessonsAt(row), _table.FiresAt(row), 1);
        }

        if (!inUse.SequenceEqual(ConnectionsInUse()))
        {
            throw reader.Invalid("the connections in use are not those of the lessons");
        }
    }

    /// <summary>Subtracts equal lessons from a copy of the table.</summary>
    /// <returns>Whether the copy held them.</returns>
    public bool TrySubtract(AddressTable copy, StateVector lesson, int count)
    {
        ReadLesson(lesson, lesson);
        return copy.TrySubtract(_address, _firing, count);
    }

    private ulong[] ConnectionsInUse()
    {
        ulong[] inUse = new ulong[_firing.Length * _words];
        for (int i = 0; i < _firing.Length; i++)
        {
            for (int connection = 0; connection < _connections; connection++)
            {
                bool isInUse = _firedAndOn[(i * _connections) + connection] > 0;
                inUse[(i * _words) + (connection >> 6)] |= (isInUse ? 1UL : 0) << (connection & 63);
            }
        }

        return inUse;
    }
}
