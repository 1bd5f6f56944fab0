using WeightlessNet.Recommenders.Controls;

namespace WeightlessNet.Recommenders;

/// <summary>What one of the user's controls does to an item.</summary>
/// <param name="Id">The control's id.</param>
/// <param name="Control">The control, which acts on the item.</param>
/// <param name="Amount">
/// How much it adds to the score, in the units of the rating scale; 0 where it pins or hides the item and leaves the score as it is.
/// </param>
public readonly record struct ControlContribution(int Id, TuningControl Control, double Amount);
