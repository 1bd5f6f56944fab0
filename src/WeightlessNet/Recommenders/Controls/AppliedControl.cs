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

    /// <summary>The id to remove the control by: counted from 1 for each user, and not reused until the user is forgotten.</summary>
    public int Id { get; }

    /// <summary>The control.</summary>
    public TuningControl Control { get; }

    /// <summary>The id and the control, such as "3: mute genre Horror".</summary>
    public override string ToString() => $"{Id}: {Control}";
}
