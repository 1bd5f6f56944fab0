namespace WeightlessNet.Recommenders.Controls;

/// <summary>The effect of one of the user's controls on the score of an item.</summary>
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

    /// <summary>The control.</summary>
    public TuningControl Control { get; }

    /// <summary>The amount added to the score, in units of the rating scale; 0 for a control that pins or hides the item.</summary>
    public double Amount { get; }

    /// <summary>The control and what it adds, such as "boost genre War by 1: 1".</summary>
    public override string ToString() => FormattableString.Invariant($"{Control}: {Amount:0.####}");
}
