using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Tuning.Internals;

internal sealed partial class UserControls
{
    // The highest id ever assigned, number of controls, compact each; for each, by id: number of ids between this one and the one before
    // (or 0), compact; the control.
    public void WriteTo(SnapshotWriter writer)
    {
        writer.WriteCompact((ulong)LastId);
        writer.WriteCompact((ulong)_controls.Length);
        int before = 0;
        foreach (ActiveControl control in _controls)
        {
            writer.WriteCompact((ulong)(control.Applied.Id - before - 1));
            TuningControls.WriteControl(writer, control.Applied.Control);
            before = control.Applied.Id;
        }
    }

    /// <summary>Reads controls and checks them against the catalog.</summary>
    /// <exception cref="ArgumentException">A control does not fit the catalog.</exception>
    public static UserControls Read(SnapshotReader reader, ItemFieldValues values, int itemCount, RatingScale scale)
    {
        int lastId = reader.ReadCompact(int.MaxValue);
        int before = 0;
        ActiveControl[] controls = reader.ReadArray(reader.ReadCompact(lastId), reader =>
        {
            before += 1 + reader.ReadCompact(lastId - before - 1);
            return new ActiveControl(before, TuningControls.ReadControl(reader), values, itemCount, scale);
        });
        return new UserControls(controls, lastId, values);
    }
}
