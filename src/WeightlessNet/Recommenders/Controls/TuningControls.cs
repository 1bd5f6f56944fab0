using System.Buffers;
using WeightlessNet.Recommenders.Tuning;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Controls;

/// <summary>
/// Writes and reads a user's list of controls as bytes. Write the controls of <see cref="TunableRecommender.ControlsOf"/>; to restore them,
/// apply them in their order.
/// </summary>
/// <remarks>Thread-safe.</remarks>
public static class TuningControls
{
    /// <summary>Writes controls. Equal lists give equal bytes.</summary>
    /// <param name="controls">The controls, in their order.</param>
    /// <returns>The bytes: a snapshot as described in docs/format.md.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="controls"/> is null.</exception>
    /// <exception cref="ArgumentException">A control is null or of an unknown kind, or a condition has no field or value.</exception>
    public static byte[] Write(IReadOnlyList<TuningControl> controls)
    {
        ArgumentNullException.ThrowIfNull(controls);
        Check(controls);
        ArrayBufferWriter<byte> bytes = new();
        SnapshotWriter.Save(part => bytes.Write(part), writer => WriteTo(writer, controls));
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>Reads controls written by <see cref="Write"/>. They are not checked against a catalog.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <returns>The controls, in their order.</returns>
    /// <exception cref="InvalidDataException">
    /// The bytes are not a valid list of controls; the message gives the offset and the reason.
    /// </exception>
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
                throw new ArgumentException(
                    $"A control must not be null or of an unknown kind; found kind '{control?.Kind}'.", nameof(controls));
            }

            if (control.Conditions.Any(condition => condition.Field is null || condition.Value is null))
            {
                throw new ArgumentException($"Each condition of a {control.Kind} needs a field and a value.", nameof(controls));
            }
        }
    }

    // Shape: controls. Content, per control: kind, u8; number of conditions, compact; per condition: field and value, text each; 1 if
    // negated, else 0, u8. Then 1, u8, and the field, text, or 0, u8; the amount, f64; 1, u8, and the item, i32, or 0, u8.
    private static void WriteTo(SnapshotWriter writer, IReadOnlyList<TuningControl> controls)
    {
        writer.BeginObject(SnapshotKind.TuningControls, controls.Count);
        foreach (TuningControl control in controls)
        {
            WriteControl(writer, control);
        }
    }

    internal static void WriteControl(SnapshotWriter writer, TuningControl control)
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

    internal static TuningControl ReadControl(SnapshotReader reader)
    {
        var kind = (TuningKind)reader.Read<byte>();
        return new TuningControl
        {
            Kind = Enum.IsDefined(kind) ? kind : throw reader.Invalid($"unknown kind of control {kind}"),
            Conditions = reader.ReadArray(
                reader.ReadCompact(int.MaxValue),
                static reader => new TuningCondition(reader.ReadText(), reader.ReadText(), reader.ReadBoolean())),
            Field = reader.ReadBoolean() ? reader.ReadText() : null,
            Amount = reader.ReadDouble(),
            Item = reader.ReadBoolean() ? reader.Read<int>() : null,
        };
    }
}
