using WeightlessNet.Recommenders;

namespace WeightlessNet.Benchmarks.Worlds;

/// <summary>A data set to evaluate on: items as bits, and ratings or likes.</summary>
/// <param name="Name">The name in tables and on the command line.</param>
/// <param name="Catalog">The items; the fields are what an application would have, never statistics of the ratings.</param>
/// <param name="Ratings">The ratings; at most one for each user and item.</param>
/// <param name="Scale">The scale of the ratings; 0 to 1 if all are likes.</param>
internal sealed record World(string Name, ItemCatalog Catalog, Rating[] Ratings, RatingScale Scale)
{
    /// <summary>Whether the values differ, so that they can be predicted.</summary>
    public bool HasRatings => Scale.LevelCount > 2 && !HasAmounts;

    /// <summary>Whether the values are totals of events.</summary>
    public bool HasAmounts { get; init; }

    /// <summary>Whether every rating has a time.</summary>
    public bool HasTimes => Array.TrueForAll(Ratings, rating => rating.Timestamp != 0);

    /// <summary>Whether lists of items are worth ranking: not where users did not choose what they rate.</summary>
    public bool HasPopularity { get; init; } = true;

    /// <summary>Whether it runs only when it is named: a part of another data set, one with other fields, or a generated one.</summary>
    public bool IsVariant { get; init; }

    /// <summary>Whether it was generated.</summary>
    public bool IsSynthetic { get; init; }

    public override string ToString()
    {
        int users = Ratings.Select(rating => rating.User).Distinct().Count();
        string fields = string.Join(", ", Catalog.Fields.Select(field => $"{field.Name} {field.BitCount}"));
        return FormattableString.Invariant(
            $"{Name}: {Ratings.Length:N0} ratings, {users:N0} users, {Catalog.Count:N0} items; bits: {fields}");
    }
}
