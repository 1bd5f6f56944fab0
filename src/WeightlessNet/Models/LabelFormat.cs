namespace WeightlessNet.Models;

/// <summary>How labels of a type are written and read.</summary>
internal sealed record LabelFormat<TLabel>(byte Code, Action<BinaryWriter, TLabel> Write, Func<BinaryReader, TLabel> Read)
    where TLabel : notnull
{
    public static LabelFormat<TLabel> OrThrow()
    {
        object? format = typeof(TLabel) == typeof(string) ? new LabelFormat<string>(1, (w, label) => w.Write(label), r => r.ReadString())
            : typeof(TLabel) == typeof(int) ? new LabelFormat<int>(2, (w, label) => w.Write(label), r => r.ReadInt32())
            : typeof(TLabel) == typeof(long) ? new LabelFormat<long>(3, (w, label) => w.Write(label), r => r.ReadInt64())
            : typeof(TLabel) == typeof(bool) ? new LabelFormat<bool>(4, (w, label) => w.Write(label), r => r.ReadBoolean())
            : null;
        return format as LabelFormat<TLabel> ?? throw new NotSupportedException(
            $"Labels of type {typeof(TLabel)} cannot be stored: use strings, whole numbers or truth values.");
    }
}
