using WeightlessNet.Serving;

namespace ShopSample;

/// <summary>What customers do becomes what the recommender learns: events, of which it adds up the weights.</summary>
internal static class Feedback
{
    private const int Clicked = 1;

    // So much more than a click that the total tells whether there was a purchase.
    private const int Bought = 10_000;

    /// <summary>Remembers a click.</summary>
    public static ValueTask ClickAsync(Recommender<string, Product> recommender, string customer, Product product) =>
        recommender.AddEventAsync(customer, product, Clicked, DateTimeOffset.UtcNow);

    /// <summary>Remembers a purchase.</summary>
    public static ValueTask BuyAsync(Recommender<string, Product> recommender, string customer, Product product) =>
        recommender.AddEventAsync(customer, product, Bought, DateTimeOffset.UtcNow);

    /// <summary>The reason of a suggestion in the words of a shop.</summary>
    public static string Write(Reason reason) => reason.Kind switch
    {
        ReasonKind.Rating => $"because you {(reason.Rating >= Bought ? "bought" : "looked at")} {reason.ItemName}",
        ReasonKind.Field or ReasonKind.Taste => "because it is like what you look at",
        ReasonKind.SimilarPeople => "because people who buy like you like it",
        ReasonKind.Crowd or ReasonKind.Popularity => "because many look at it",
        ReasonKind.Guess => "as a first guess",
        _ => reason.ToString(),
    };
}
