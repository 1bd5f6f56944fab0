using WeightlessNet.Recommenders.Tuning;

namespace WeightlessNet.Recommenders.Controls;

/// <summary>
/// A user's wish for the recommendations, as plain data that can be shown, stored and applied again. Create it with the static methods, or
/// from stored values by setting its properties.
/// </summary>
/// <remarks>
/// Immutable; two controls are equal if all values are. Values are checked only by <see cref="TunableRecommender.Apply"/>, which knows the
/// catalog.
/// </remarks>
public sealed record TuningControl
{
    /// <summary>The kind of control.</summary>
    public required TuningKind Kind { get; init; }

    /// <summary>The conditions, all of which an item must meet; empty unless <see cref="Kind"/> is mute or boost.</summary>
    public IReadOnlyList<TuningCondition> Conditions
    {
        get;
        init => field = [.. value ?? throw new ArgumentNullException(nameof(Conditions))];
    } = [];

    /// <summary>The ordered field to boost by level; null for other kinds.</summary>
    public string? Field { get; init; }

    /// <summary>
    /// The amount added to a score, in units of the rating scale, such as stars; negative to lower the score. Rounded to the nearest 2^-20
    /// of the scale's range. 0 unless the control boosts.
    /// </summary>
    public double Amount { get; init; }

    /// <summary>The item to pin or ban; null for other kinds.</summary>
    public int? Item { get; init; }

    /// <summary>Hides the items with a value: "no horror".</summary>
    /// <param name="field">The name of a field of the catalog.</param>
    /// <param name="value">A value of that field, as described by the catalog.</param>
    public static TuningControl Mute(string field, string value) => Mute(TuningCondition.Has(field, value));

    /// <summary>Hides the items that meet all conditions.</summary>
    /// <param name="conditions">At least one condition.</param>
    public static TuningControl Mute(params ReadOnlySpan<TuningCondition> conditions) =>
        new() { Kind = TuningKind.Mute, Conditions = conditions.ToArray() };

    /// <summary>Adds an amount to the score of the items with a value: "more Japanese".</summary>
    /// <param name="field">The name of a field of the catalog.</param>
    /// <param name="value">A value of that field, as described by the catalog.</param>
    /// <param name="amount">The amount to add, in units of the rating scale; negative to lower the score.</param>
    public static TuningControl Boost(string field, string value, double amount) => Boost(amount, TuningCondition.Has(field, value));

    /// <summary>Adds an amount to the score of the items that meet all conditions.</summary>
    /// <param name="amount">The amount to add, in units of the rating scale; negative to lower the score.</param>
    /// <param name="conditions">At least one condition.</param>
    public static TuningControl Boost(double amount, params ReadOnlySpan<TuningCondition> conditions) =>
        new() { Kind = TuningKind.Boost, Conditions = conditions.ToArray(), Amount = amount };

    /// <summary>Adds an amount to an item's score for each level that the item has in an ordered field: "newer".</summary>
    /// <param name="field">The name of an ordered field (a thermometer) of the catalog.</param>
    /// <param name="amountPerLevel">The amount to add per level, in units of the rating scale; negative to lower the score.</param>
    public static TuningControl BoostByLevel(string field, double amountPerLevel) =>
        new() { Kind = TuningKind.BoostByLevel, Field = field, Amount = amountPerLevel };

    /// <summary>Puts an item before all items that are not pinned.</summary>
    /// <param name="item">The item's id.</param>
    public static TuningControl Pin(int item) => new() { Kind = TuningKind.Pin, Item = item };

    /// <summary>Hides an item.</summary>
    /// <param name="item">The item's id.</param>
    public static TuningControl Ban(int item) => new() { Kind = TuningKind.Ban, Item = item };

    /// <summary>
    /// Gives the user's newest ratings more weight, by <see cref="UserRecency.FollowDrift"/>; the recommender must offer
    /// <see cref="IRecencyRecommender"/>.
    /// </summary>
    public static TuningControl WeighRecent() => new() { Kind = TuningKind.WeighRecent };

    /// <summary>Whether all values of two controls are equal.</summary>
    /// <param name="other">The other control.</param>
    public bool Equals(TuningControl? other) =>
        other is not null && Kind == other.Kind && Field == other.Field && Amount.Equals(other.Amount) && Item == other.Item
        && Conditions.SequenceEqual(other.Conditions);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.Add(Kind);
        hash.Add(Field);
        hash.Add(Amount);
        hash.Add(Item);
        foreach (TuningCondition condition in Conditions)
        {
            hash.Add(condition);
        }

        return hash.ToHashCode();
    }

    /// <summary>The control in words, such as "mute genre Horror and not genre War" or "boost year by 0.25 for each level".</summary>
    public override string ToString()
    {
        string conditions = string.Join(" and ", Conditions);
        return Kind switch
        {
            TuningKind.Mute => $"mute {conditions}",
            TuningKind.Boost => FormattableString.Invariant($"boost {conditions} by {Amount}"),
            TuningKind.BoostByLevel => FormattableString.Invariant($"boost {Field} by {Amount} for each level"),
            TuningKind.Pin => $"pin item {Item}",
            TuningKind.Ban => $"ban item {Item}",
            TuningKind.WeighRecent => "weigh recent ratings more",
            _ => Kind.ToString(),
        };
    }
}
