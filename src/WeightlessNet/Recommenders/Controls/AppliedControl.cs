namespace WeightlessNet.Recommenders.Controls;

/// <summary>A control that is in force for a user.</summary>
/// <param name="Id">What the control is removed by: counted from 1 for each user, and never given again while the user is known.</param>
/// <param name="Control">What it does.</param>
public readonly record struct AppliedControl(int Id, TuningControl Control);
