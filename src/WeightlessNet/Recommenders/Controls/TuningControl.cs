using WeightlessNet.Recommenders.Tuning;

namespace WeightlessNet.Recommenders.Controls;

/// <summary>
/// One thing that a user wants of the recommendations: plain data, to be shown, stored and applied again. Made by the methods named
/// after what it does, or from stored values by setting its properties.
/// </summary>
/// <remarks>
/// Immutable; equal where all values are. Nothing is checked before <see cref="TunableRecommender.Apply"/> does, which knows the catalog.
/// </remarks>
public sealed record TuningControl
{
    /// <summary>What it does.</summary>
    public required TuningKind Kind { get; init; }

    /// <summary>The conditions that an item has to meet, all of them; empty unless it mutes or boosts.</summary>
    public IReadOnlyList<TuningCondition> Conditions
    {
        get;
        init => field = [.. value ?? throw new ArgumentNullException(nameof(Conditions))];
    } = [];

    /// <summary>The ordered field to boost by level; otherwise null.</summary>
    public string? Field { get; init; }

    /// <summary>
    /// What it adds to a score, in the units of the rating scale, such as stars; below 0 it takes away. It counts to the nearest 2^-20 of
    /// the scale's range. 0 unless it boosts.
    /// </summary>
    public double Amount { get; init; }

    /// <summary>The item to pin or ban; otherwise null.</summary>
    public int? Item { get; init; }

    /// <summary>Hides the items with a value: "no horror".</summary>
    /// <param name="field">The name of a field of the catalog.</param>
    /// <param name="value">A value of that field as the catalog describes it.</param>
    public static TuningControl Mute(string field, string value) => Mute(TuningCondition.Has(field, value));

    /// <summary>Hides the items that meet all of some conditions.</summary>
    /// <param name="conditions">At least one condition.</param>
    public static TuningControl Mute(params ReadOnlySpan<TuningCondition> conditions) =>
        new() { Kind = TuningKind.Mute, Conditions = conditions.ToArray() };

    /// <summary>Adds an amount to the score of the items with a value: "more Japanese".</summary>
    /// <param name="field">The name of a field of the catalog.</param>
    /// <param name="value">A value of that field as the catalog describes it.</param>
    /// <param name="amount">What is added, in the units of the rating scale; below 0 for less.</param>
    public static TuningControl Boost(string field, string value, double amount) => Boost(amount, TuningCondition.Has(field, value));

    /// <summary>Adds an amount to the score of the items that meet all of some conditions.</summary>
    /// <param name="amount">What is added, in the units of the rating scale; below 0 for less.</param>
    /// <param name="conditions">At least one condition.</param>
    public static TuningControl Boost(double amount, params ReadOnlySpan<TuningCondition> conditions) =>
        new() { Kind = TuningKind.Boost, Conditions = conditions.ToArray(), Amount = amount };

    /// <summary>Adds an amount to an item's score for each level of an ordered field that the item is above: "newer".</summary>
    /// <param name="field">The name of a field of the catalog that is a thermometer.</param>
    /// <param name="amountPerLevel">What a level adds, in the units of the rating scale; below 0 for less.</param>
    public static TuningControl BoostByLevel(string field, double amountPerLevel) =>
        new() { Kind = TuningKind.BoostByLevel, Field = field, Amount = amountPerLevel };

    /// <summary>Puts an item before all that are not pinned.</summary>
    /// <param name="item">The item's id.</param>
    public static TuningControl Pin(int item) => new() { Kind = TuningKind.Pin, Item = item };

    /// <summary>Hides an item.</summary>
    /// <param name="item">The item's id.</param>
    public static TuningControl Ban(int item) => new() { Kind = TuningKind.Ban, Item = item };

    /// <summary>
    /// Lets the user's newest ratings count for more, as with <see cref="UserRecency.FollowDrift"/>; the recommender has to be an
    /// <see cref="IRecencyRecommender"/>.
    /// </summary>
    public static TuningControl WeighRecent() => new() { Kind = TuningKind.WeighRecent };

    /// <summary>Whether two controls do the same: all their values are equal.</summary>
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
}
