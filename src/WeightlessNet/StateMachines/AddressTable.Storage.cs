using WeightlessNet.Storage;

namespace WeightlessNet.StateMachines;

internal sealed partial class AddressTable
{
    /// <summary>The number of lessons of all rows.</summary>
    public int LessonCount
    {
        get
        {
            int count = 0;
            foreach (int lessons in _lessons.AsSpan(0, RowCount))
            {
                count += lessons;
            }

            return count;
        }
    }

    // Number of rows, compact; for each, in the order of addresses: the address, in u64 words; lessons, and for each output the lessons in
    // which it fired, compact each.
    public void WriteTo(SnapshotWriter writer)
    {
        writer.WriteCompact((ulong)RowCount);
        for (int row = 0; row < RowCount; row++)
        {
            writer.Write(AddressAt(row));
            writer.WriteCompact((ulong)LessonsAt(row));
            foreach (int fires in FiresAt(row))
            {
                writer.WriteCompact((ulong)fires);
            }
        }
    }

    /// <summary>Reads the rows of an empty table.</summary>
    /// <param name="reader">The source.</param>
    /// <param name="used">The bits that an address may have.</param>
    /// <param name="limit">The maximum number of lessons in total.</param>
    public void Read(SnapshotReader reader, ReadOnlySpan<ulong> used, int limit)
    {
        int left = limit;
        for (int rows = reader.ReadCompact(limit); rows > 0; rows--)
        {
            if (!HasRoom)
            {
                throw reader.Invalid($"there is no room for more than {RowCount} addresses");
            }

            MakeRoom();
            RowCount++;
            left -= ReadRow(reader, used, left);
        }
    }

    /// <summary>A table with the same rows.</summary>
    public AddressTable Copy() => new(_words, _outputs, _longestArray)
    {
        RowCount = RowCount,
        _addresses = [.. _addresses],
        _lessons = [.. _lessons],
        _fires = [.. _fires],
    };

    /// <summary>Subtracts equal lessons, but keeps the row even if no lesson is left.</summary>
    /// <param name="address">The address.</param>
    /// <param name="firing">For each output, 1 if it fired, otherwise 0.</param>
    /// <param name="lessons">The number of lessons.</param>
    /// <returns>Whether the table held these lessons; if not, it must not be used any more.</returns>
    public bool TrySubtract(ReadOnlySpan<ulong> address, ReadOnlySpan<int> firing, int lessons)
    {
        int row = IndexOf(address);
        if (row < 0)
        {
            return false;
        }

        int left = _lessons[row] -= lessons;
        Span<int> fires = _fires.AsSpan(row * _outputs, _outputs);
        bool held = left >= 0;
        for (int output = 0; output < _outputs; output++)
        {
            fires[output] -= lessons * firing[output];
            held &= fires[output] >= 0 && fires[output] <= left;
        }

        return held;
    }

    private int ReadRow(SnapshotReader reader, ReadOnlySpan<ulong> used, int limit)
    {
        int row = RowCount - 1;
        Span<ulong> address = _addresses.AsSpan(row * _words, _words);
        for (int word = 0; word < _words; word++)
        {
            address[word] = reader.Read<ulong>();
            if ((address[word] & ~used[word]) != 0)
            {
                throw reader.Invalid($"address {row} has bits that stand for nothing");
            }
        }

        if (row > 0 && AddressAt(row - 1).SequenceCompareTo(address) >= 0)
        {
            throw reader.Invalid($"address {row} does not come after the one before it");
        }

        int lessons = reader.ReadCompact(limit);
        if (lessons == 0)
        {
            throw reader.Invalid($"address {row} has no lesson");
        }

        _lessons[row] = lessons;
        Span<int> fires = _fires.AsSpan(row * _outputs, _outputs);
        for (int output = 0; output < fires.Length; output++)
        {
            fires[output] = reader.ReadCompact(lessons);
        }

        return lessons;
    }
}
