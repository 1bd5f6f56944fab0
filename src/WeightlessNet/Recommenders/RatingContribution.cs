namespace WeightlessNet.Recommenders;

/// <summary>The contribution of one of the user's past ratings to a score.</summary>
public readonly struct RatingContribution
{
    /// <summary>Creates the value.</summary>
    /// <param name="item">See <see cref="Item"/>.</param>
    /// <param name="value">See <see cref="Value"/>.</param>
    /// <param name="amount">See <see cref="Amount"/>.</param>
    public RatingContribution(int item, float value, double amount)
    {
        Item = item;
        Value = value;
        Amount = amount;
    }

    /// <summary>The item that the user rated.</summary>
    public int Item { get; }

    /// <summary>The rating that the user gave it.</summary>
    public float Value { get; }

    /// <summary>The amount added to the score, in units of the rating scale; negative if it lowers the score.</summary>
    public double Amount { get; }

    /// <summary>The rating and the amount, such as "item 7 rated 4.5: 0.35".</summary>
    public override string ToString() => FormattableString.Invariant($"item {Item} rated {Value}: {Amount:0.####}");
}
