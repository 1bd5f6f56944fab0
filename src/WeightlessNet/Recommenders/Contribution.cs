namespace WeightlessNet.Recommenders;

/// <summary>A part of a score, with its source.</summary>
public readonly struct Contribution
{
    /// <summary>Creates the value.</summary>
    /// <param name="kind">See <see cref="Kind"/>.</param>
    /// <param name="name">See <see cref="Name"/>.</param>
    /// <param name="amount">See <see cref="Amount"/>.</param>
    public Contribution(ContributionKind kind, string name, double amount)
    {
        Kind = kind;
        Name = name;
        Amount = amount;
    }

    /// <summary>Where it comes from.</summary>
    public ContributionKind Kind { get; }

    /// <summary>
    /// The field's name for <see cref="ContributionKind.Field"/>, for which <see cref="ItemCatalog.ValueOf"/> tells the item's value; the
    /// model's name for <see cref="ContributionKind.Central"/>; otherwise a few English words. No two parts of one list have the same kind
    /// and name.
    /// </summary>
    public string Name { get; }

    /// <summary>
    /// The user's field that a part of the kind <see cref="ContributionKind.Context"/> of a list looks at, such as "age"; null for other
    /// parts, and if it looks at several.
    /// </summary>
    public string? UserField { get; init; }

    /// <summary>The user's value in <see cref="UserField"/>, such as "18 to under 25"; null without it.</summary>
    public string? UserValue { get; init; }

    /// <summary>The amount added to the score, in units of the rating scale; negative if it lowers the score.</summary>
    public double Amount { get; }

    /// <summary>The name and the amount, such as "genre: 0.35".</summary>
    public override string ToString() => FormattableString.Invariant($"{Name}: {Amount:0.####}");
}
