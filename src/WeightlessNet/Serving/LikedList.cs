namespace WeightlessNet.Serving;

/// <summary>A list for a user because the user likes an item: "because you liked Alien".</summary>
/// <typeparam name="TItem">The type of the items.</typeparam>
/// <remarks>Immutable, and thread-safe if the application's writer of reasons is.</remarks>
public sealed class LikedList<TItem>
{
    internal LikedList(TItem liked, float rating, IReadOnlyList<Suggestion<TItem>> items)
    {
        Liked = liked;
        Rating = rating;
        Items = items;
    }

    /// <summary>The item that the user likes.</summary>
    public TItem Liked { get; }

    /// <summary>
    /// The user's rating of it; with <see cref="RecommenderOptions{TUser}.Events"/>, the total, rounded to what a <see cref="float"/>
    /// holds.
    /// </summary>
    public float Rating { get; }

    /// <summary>
    /// Items that are like it, best for the user first; at least one. The reason of each is what it has in common with the liked item.
    /// </summary>
    public IReadOnlyList<Suggestion<TItem>> Items { get; }

    /// <summary>The liked item and the list, such as "because of Alien: Aliens, Heat".</summary>
    public override string ToString() => $"because of {Liked}: {string.Join(", ", Items.Select(static one => one.Item))}";
}
