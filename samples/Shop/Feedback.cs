using WeightlessNet.Recommenders;
using WeightlessNet.Serving;

namespace ShopSample;

/// <summary>What customers do becomes what the recommender learns.</summary>
internal static class Feedback
{
    private const float Clicked = 4;
    private const float Bought = 5;

    /// <summary>The scale of the feedback. What is rated 4 or more counts as liked, so both a click and a purchase do.</summary>
    public static RatingScale Scale => RatingScale.Stars;

    /// <summary>Remembers a click.</summary>
    public static Task ClickAsync(Recommender<string, Product> recommender, string customer, Product product) =>
        LearnAsync(recommender, customer, product, Clicked);

    /// <summary>Remembers a purchase.</summary>
    public static Task BuyAsync(Recommender<string, Product> recommender, string customer, Product product) =>
        LearnAsync(recommender, customer, product, Bought);

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

    // The only place that knows how feedback is learned. A click on what the customer has bought says nothing new: it must not replace the
    // purchase.
    private static async Task LearnAsync(Recommender<string, Product> recommender, string customer, Product product, float rating)
    {
        if (rating == Bought || !recommender.RatingsOf(customer).Any(known => known.Item.Sku == product.Sku && known.Value == Bought))
        {
            await recommender.LearnAsync(customer, product, rating, DateTimeOffset.UtcNow);
        }
    }
}
