namespace WeightlessNet.Recommenders;

/// <summary>What one of the user's past ratings adds to a score.</summary>
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

    /// <summary>How much it adds to the score, in the units of the rating scale; negative where it takes away.</summary>
    public double Amount { get; }
}
