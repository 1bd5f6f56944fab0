using WeightlessNet.Recommenders.Controls;

namespace WeightlessNet.Recommenders;

/// <summary>What one of the user's controls does to an item.</summary>
public readonly struct ControlContribution
{
    /// <summary>Creates the value.</summary>
    /// <param name="id">See <see cref="Id"/>.</param>
    /// <param name="control">See <see cref="Control"/>.</param>
    /// <param name="amount">See <see cref="Amount"/>.</param>
    public ControlContribution(int id, TuningControl control, double amount)
    {
        Id = id;
        Control = control;
        Amount = amount;
    }

    /// <summary>The control's id.</summary>
    public int Id { get; }

    /// <summary>The control, which acts on the item.</summary>
    public TuningControl Control { get; }

    /// <summary>
    /// How much it adds to the score, in the units of the rating scale; 0 where it pins or hides the item and leaves the score as it
    /// is.
    /// </summary>
    public double Amount { get; }
}
