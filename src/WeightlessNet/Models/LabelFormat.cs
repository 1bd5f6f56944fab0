using WeightlessNet.Storage;

namespace WeightlessNet.Models;

/// <summary>How labels of a type are written and read.</summary>
internal sealed record LabelFormat<TLabel>(byte Code, Action<SnapshotWriter, TLabel> Write, Func<SnapshotReader, TLabel> Read)
    where TLabel : notnull
{
    public static LabelFormat<TLabel> OrThrow()
    {
        object? format =
            typeof(TLabel) == typeof(string) ? new LabelFormat<string>(1, (writer, label) => writer.Write(label), r => r.ReadText())
            : typeof(TLabel) == typeof(int) ? new LabelFormat<int>(2, (writer, label) => writer.Write(label), r => r.Read<int>())
            : typeof(TLabel) == typeof(long) ? new LabelFormat<long>(3, (writer, label) => writer.Write(label), r => r.Read<long>())
            : typeof(TLabel) == typeof(bool)
                ? new LabelFormat<bool>(4, (writer, label) => writer.Write((byte)(label ? 1 : 0)), r => r.ReadBoolean())
            : typeof(TLabel).IsEnum ? new LabelFormat<TLabel>(5, (writer, label) => writer.Write(label.ToString()!), ReadName)
            : null;
        return format as LabelFormat<TLabel> ?? throw new NotSupportedException(
            $"Labels of type {typeof(TLabel)} cannot be stored: use string, int, long, bool or an enumeration.");
    }

    /// <summary>Writes the code of the type plus flags of the model, u8.</summary>
    public void WriteCode(SnapshotWriter writer, byte flags = 0) => writer.Write((byte)(Code | flags));

    /// <summary>Throws if the labels are of another type. Returns the flags that are set.</summary>
    public byte CheckCode(SnapshotReader reader, byte knownFlags = 0)
    {
        byte code = reader.Read<byte>();
        byte flags = (byte)(code & knownFlags);
        return code - flags == Code
            ? flags
            : throw reader.Invalid($"the labels have the code {code - flags}, but labels of type {typeof(TLabel)} have {Code}");
    }

    /// <summary>Writes labels, in their order.</summary>
    public void WriteAll(SnapshotWriter writer, LabelSet<TLabel> labels)
    {
        for (int index = 0; index < labels.Count; index++)
        {
            Write(writer, labels[index]);
        }
    }

    /// <summary>Adds labels that were written, in their order.</summary>
    /// <exception cref="InvalidDataException">A label occurs twice.</exception>
    public void ReadAll(SnapshotReader reader, int count, LabelSet<TLabel> labels)
    {
        for (int i = 0; i < count; i++)
        {
            TLabel label = Read(reader);
            if (labels.IndexOrNext(label) != i)
            {
                throw reader.Invalid($"label {i} occurs twice");
            }

            labels.Add(label);
        }
    }

    // By name, so that the values of an enumeration may get other numbers, if their order stays: models have their labels in order. A value
    // without a name is its number. One of several names for a value may be gone, or be no longer the one that it is written with.
    private static TLabel ReadName(SnapshotReader reader)
    {
        string name = reader.ReadText();
        return Enum.TryParse(typeof(TLabel), name, out object? value) && value is TLabel label
            && (label.ToString() == name || Enum.GetNames(typeof(TLabel)).Contains(name, StringComparer.Ordinal))
            ? label
            : throw reader.Invalid($"the enumeration {typeof(TLabel)} has no value '{name}'");
    }
}
