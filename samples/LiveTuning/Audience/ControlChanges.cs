using System.Security.Cryptography;
using LiveTuning.Films;
using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Serving;

namespace LiveTuning.Audience;

/// <summary>Changes a visitor's controls in the recommender.</summary>
internal static class ControlChanges
{
    /// <summary>Identifies a control of a visitor in requests: a number above 0 that follows from the control alone.</summary>
    public static int IdOf(TuningControl control) =>
        (BitConverter.ToInt32(SHA256.HashData(TuningControls.Write([control]))) & int.MaxValue) | 1;

    /// <summary>Replaces a visitor's controls. If one does not fit, those of before are in force again.</summary>
    /// <exception cref="ArgumentException">A control does not fit the films.</exception>
    /// <exception cref="IOException">A change cannot be stored.</exception>
    public static async Task ReplaceControlsAsync(
        this Recommender<string, Film> recommender, string visitor, IReadOnlyList<TuningControl> controls)
    {
        IReadOnlyList<TuningControl> before = recommender.ControlsOf(visitor);
        try
        {
            await recommender.ChangeControlsAsync(visitor, controls);
        }
        catch (ArgumentException)
        {
            await recommender.ChangeControlsAsync(visitor, before);
            throw;
        }
    }

    private static async Task ChangeControlsAsync(
        this Recommender<string, Film> recommender, string visitor, IReadOnlyList<TuningControl> controls)
    {
        // Those at the beginning stay, so that all are in the wanted order at the end.
        IReadOnlyList<TuningControl> present = recommender.ControlsOf(visitor);
        int same = present.Zip(controls).TakeWhile(pair => pair.First.Equals(pair.Second)).Count();
        foreach (TuningControl control in present.Skip(same).Reverse())
        {
            await recommender.UntuneAsync(visitor, control);
        }

        foreach (TuningControl control in controls.Skip(same))
        {
            await recommender.TuneAsync(visitor, control);
        }
    }
}
