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

    /// <summary>The source: a part of the base, a field of the item's features, or the item's audience.</summary>
    public string Name { get; }

    /// <summary>The amount added to the score, in units of the rating scale; negative if it lowers the score.</summary>
    public double Amount { get; }
}
