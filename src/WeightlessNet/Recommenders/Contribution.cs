namespace WeightlessNet.Recommenders;

/// <summary>A named part of a score.</summary>
public readonly struct Contribution
{
    /// <summary>Creates the value.</summary>
    /// <param name="name">See <see cref="Name"/>.</param>
    /// <param name="amount">See <see cref="Amount"/>.</param>
    public Contribution(string name, double amount)
    {
        Name = name;
        Amount = amount;
    }

    /// <summary>What contributes: a part of the base, a field of the item's features, or its audience.</summary>
    public string Name { get; }

    /// <summary>How much it adds to the score, in the units of the rating scale; negative where it takes away.</summary>
    public double Amount { get; }
}
