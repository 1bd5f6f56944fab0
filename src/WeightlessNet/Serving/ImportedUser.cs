namespace WeightlessNet.Serving;

/// <summary>What <see cref="Recommender{TUser, TItem}.ImportUserAsync"/> did.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class ImportedUser
{
    internal ImportedUser()
    {
    }

    /// <summary>The number of ratings that were imported.</summary>
    public required int Ratings { get; init; }

    /// <summary>
    /// The keys, as text, of the rated items that the recommender does not know: their ratings were not imported. Add the items and import
    /// again.
    /// </summary>
    public required IReadOnlyList<string> UnknownItems { get; init; }

    /// <summary>
    /// The number of controls that were not imported: their values are not valid, such as an item whose key cannot be one here, a level
    /// that the field cannot have or a boost beyond the scale, or they are beyond the 200 boosts or 10,000 controls that a user can have.
    /// Those of items, values and fields that are unknown here are imported, and hold as soon as these come.
    /// </summary>
    public required int DroppedControls { get; init; }

    /// <summary>
    /// The number of values of the description that were not imported: the recommender has no such field of users, or it takes values of
    /// the other type.
    /// </summary>
    public int DroppedValues { get; init; }

    /// <summary>The ratings that the user had before, all of which were replaced.</summary>
    public required Forgotten Replaced { get; init; }

    /// <summary>What was imported and what was not, in one line.</summary>
    public override string ToString()
    {
        string dropped = FormattableString.Invariant($"{DroppedControls} controls and {DroppedValues} values dropped");
        return FormattableString.Invariant($"{Ratings} ratings imported, {UnknownItems.Count} of unknown items, {dropped}; {Replaced}");
    }
}
