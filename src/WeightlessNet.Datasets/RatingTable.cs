using System.Globalization;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Datasets;

/// <summary>Ratings or counts read by <see cref="RatingTableReader"/>, with dense ids.</summary>
/// <remarks>Immutable and safe to share between threads.</remarks>
public sealed class RatingTable
{
    internal RatingTable(string name, RatingScale scale, IdMap users, IdMap items, ReadOnlyMemory<Rating> ratings)
    {
        Name = name;
        Scale = scale;
        Users = users;
        Items = items;
        Ratings = ratings;
        HasTimestamps = !ratings.IsEmpty && ratings.ToArray().All(rating => rating.Timestamp != 0);
    }

    /// <summary>The name of the file without its extensions.</summary>
    public string Name { get; }

    /// <summary>The scale of the ratings; 0 to 1 in steps of 1 for counts.</summary>
    public RatingScale Scale { get; }

    /// <summary>The users; the dense id is <see cref="Rating.User"/>.</summary>
    public IdMap Users { get; }

    /// <summary>The items; the dense id is <see cref="Rating.Item"/>.</summary>
    public IdMap Items { get; }

    /// <summary>The ratings in the order of the file, at most one for each user and item; all 1 for counts.</summary>
    public ReadOnlyMemory<Rating> Ratings { get; }

    /// <summary>The count of each of the <see cref="Ratings"/>, above 0; empty if the file holds ratings.</summary>
    public ReadOnlyMemory<double> Counts { get; internal init; }

    /// <summary>Whether there are ratings and all of them have a timestamp.</summary>
    public bool HasTimestamps { get; }

    /// <summary>The number of rows that were merged into another row of the same user and item.</summary>
    public int MergedRows { get; internal init; }

    /// <summary>The table in a line, such as "ratings: 12,000 ratings of 250 items by 200 users, 1 to 10".</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Name}: {Ratings.Length:N0} {(Counts.IsEmpty ? "ratings" : "counts")} of {Items.Count:N0} items by {Users.Count:N0} users")
        + (Counts.IsEmpty ? string.Create(CultureInfo.InvariantCulture, $", {Scale.Minimum} to {Scale.Maximum}") : "");
}
