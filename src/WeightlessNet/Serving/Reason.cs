using WeightlessNet.Encoders;
using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Serving.Internals;

namespace WeightlessNet.Serving;

/// <summary>
/// The main reason of a suggestion, or of a similarity, for an application to write in its own words. <see cref="ToString"/> writes it in
/// English.
/// </summary>
/// <remarks>
/// It is the largest part of the score, see <see cref="Recommender{TUser, TItem}.ReasonOf"/>. Immutable and thread-safe.
/// </remarks>
/// <seealso cref="RecommenderOptions{TUser}.WriteReason"/>
public readonly record struct Reason
{
    /// <summary>What speaks most for the item.</summary>
    public ReasonKind Kind { get; init; }

    /// <summary>
    /// The field that a good part of the score comes from: one of the item, for <see cref="ReasonKind.UsersAlike"/> one of the user. Null
    /// if none does.
    /// </summary>
    public string? Field { get; init; }

    /// <summary>
    /// The value in <see cref="Field"/> of the item, such as "Horror, Space" or "above 1994", or of the user, such as "18 to under 25";
    /// with another item's rating what both items have. Null if there is none.
    /// </summary>
    public string? Value { get; init; }

    /// <summary>
    /// What <see cref="Value"/> means if the library describes it in English, such as "above 1994", "18 to under 25" or "yes"; otherwise
    /// null.
    /// </summary>
    public FieldLevel? Level { get; init; }

    /// <summary>The control of the user that adds most, or pins the item; null if the reason is no control.</summary>
    public TuningControl? Control { get; init; }

    /// <summary>The id of the item that the user rated, or that was compared; null if the reason is not about another item.</summary>
    public int? ItemId { get; init; }

    /// <summary>The name of that item; null if the reason is not about another item.</summary>
    public string? ItemName { get; init; }

    /// <summary>The user's rating of that item, or the total of events; null if the reason is not another item.</summary>
    public float? Rating { get; init; }

    /// <summary>
    /// What the named part adds to the score, in units of the score: the rating for <see cref="ReasonKind.Rating"/>, also if a field is
    /// named with it; the field for <see cref="ReasonKind.Field"/>; otherwise all parts of the kind together.
    /// </summary>
    public double Amount { get; init; }

    /// <summary>The share of <see cref="Amount"/> in all that speaks for the item, 0 to 1; 1 for a pinned item.</summary>
    public double Share { get; init; }

    /// <summary>Whether the user chose items in place of rating them.</summary>
    internal bool IsOfEvents { get; init; }

    /// <summary>The reason in a few English words, such as "because you rated Alien 5".</summary>
    public override string ToString() => EnglishReason.Write(this);
}
