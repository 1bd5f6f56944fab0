namespace WeightlessNet.Recommenders.Controls;

/// <summary>A control that is in force for a user.</summary>
public readonly struct AppliedControl
{
    /// <summary>Creates the value.</summary>
    /// <param name="id">See <see cref="Id"/>.</param>
    /// <param name="control">See <see cref="Control"/>.</param>
    public AppliedControl(int id, TuningControl control)
    {
        Id = id;
        Control = control;
    }

    /// <summary>What the control is removed by: counted from 1 for each user, and never given again while the user is known.</summary>
    public int Id { get; }

    /// <summary>What it does.</summary>
    public TuningControl Control { get; }
}
