using System.Buffers;
using WeightlessNet.Recommenders.Tuning;
using WeightlessNet.Serving;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Controls;

/// <summary>
/// A user's list of controls as bytes, such as an application puts into <see cref="RatingJournal.AppendSettings"/>: what
/// <see cref="TunableRecommender.ControlsOf"/> gives, to be applied again in its order.
/// </summary>
/// <remarks>Stateless and safe to use from many threads.</remarks>
public static class TuningControls
{
    /// <summary>Writes controls. Equal lists give equal bytes.</summary>
    /// <param name="controls">The controls, in their order.</param>
    /// <returns>The bytes: a snapshot as docs/format.md describes it.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="controls"/> is null.</exception>
    /// <exception cref="ArgumentException">A control is null or of no known kind, or a condition has no field or value.</exception>
    public static byte[] Write(IReadOnlyList<TuningControl> controls)
    {
        ArgumentNullException.ThrowIfNull(controls);
        Check(controls);
        ArrayBufferWriter<byte> bytes = new();
        SnapshotWriter.Save(part => bytes.Write(part), writer => WriteTo(writer, controls));
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>Reads controls that <see cref="Write"/> wrote. Whether a catalog can obey them is not looked at.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <returns>The controls, in their order.</returns>
    /// <exception cref="InvalidDataException">The bytes are not such a list; the message tells the byte and the reason.</exception>
    public static IReadOnlyList<TuningControl> Read(ReadOnlySpan<byte> bytes)
    {
        using MemoryStream stream = new(bytes.ToArray());
        return SnapshotReader.Load(
            stream,
            SnapshotKind.TuningControls,
            static (reader, head) => Array.AsReadOnly(reader.ReadArray(head.Shape(1)[0], ReadControl)));
    }

    private static void Check(IReadOnlyList<TuningControl> controls)
    {
        foreach (TuningControl control in controls)
        {
            if (control is null || !Enum.IsDefined(control.Kind))
            {
                throw new ArgumentException($"A control is null, or of the unknown kind {control?.Kind}.", nameof(controls));
            }

            if (control.Conditions.Any(condition => condition.Field is null || condition.Value is null))
            {
                throw new ArgumentException($"A condition of a {control.Kind} has no field or no value.", nameof(controls));
            }
        }
    }

    // Shape: controls. Content, of each: its kind, u8; the number of conditions, compact, and of each the field and the value, texts, and 1
    // where it is negated, else 0, u8; where a field is named 1, u8, and it, text, else 0, u8; the amount, f64; where an item is named
    // 1, u8, and it, i32, else 0, u8.
    private static void WriteTo(SnapshotWriter writer, IReadOnlyList<TuningControl> controls)
    {
        writer.BeginObject(SnapshotKind.TuningControls, controls.Count);
        foreach (TuningControl control in controls)
        {
            writer.Write((byte)control.Kind);
            writer.WriteCompact((ulong)control.Conditions.Count);
            foreach (TuningCondition condition in control.Conditions)
            {
                writer.Write(condition.Field);
                writer.Write(condition.Value);
                writer.Write((byte)(condition.IsNegated ? 1 : 0));
            }

            writer.Write((byte)(control.Field is null ? 0 : 1));
            if (control.Field is string field)
            {
                writer.Write(field);
            }

            writer.Write(control.Amount);
            writer.Write((byte)(control.Item is null ? 0 : 1));
            if (control.Item is int item)
            {
                writer.Write(item);
            }
        }
    }

    private static TuningControl ReadControl(SnapshotReader reader)
    {
        var kind = (TuningKind)reader.Read<byte>();
        return new TuningControl
        {
            Kind = Enum.IsDefined(kind) ? kind : throw reader.Invalid($"there is no kind of control {kind}"),
            Conditions = reader.ReadArray(
                reader.ReadCompact(int.MaxValue),
                static reader => new TuningCondition(reader.ReadText(), reader.ReadText(), reader.ReadBoolean())),
            Field = reader.ReadBoolean() ? reader.ReadText() : null,
            Amount = reader.ReadDouble(),
            Item = reader.ReadBoolean() ? reader.Read<int>() : null,
        };
    }
}
