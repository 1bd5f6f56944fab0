using System.Globalization;
using WeightlessNet.Serving;

namespace WeightlessNet.Tests.Serving;

/// <summary>What a recommender answers, as text, so that two of them can be compared.</summary>
internal static class RecommenderState
{
    /// <summary>All ratings of all users, by key.</summary>
    public static string[] Ratings(Recommender<string, Film> recommender) =>
    [
        .. recommender.Users.Order(StringComparer.Ordinal).SelectMany(user => recommender.RatingsOf(user)
            .OrderBy(rating => rating.Item.Id, StringComparer.Ordinal)
            .Select(rating => string.Create(CultureInfo.InvariantCulture, $"{user} {rating.Item.Id} {rating.Value} {rating.Time:O}"))),
    ];

    /// <summary>Lists and predictions of some users, to the last bit, when what others have rated shows.</summary>
    public static string[] Answers(Recommender<string, Film> recommender)
    {
        // What another thread has learned may show 16 milliseconds later.
        Thread.Sleep(50);
        return
        [
            .. recommender.Users.Append("nobody").Order(StringComparer.Ordinal).Take(12).SelectMany(user => recommender.Recommend(user, 8)
                .Select(one => string.Create(
                    CultureInfo.InvariantCulture,
                    $"{user} {one.Item.Id} {one.Score:R} {recommender.Predict(user, one.Item):R} {one.Why}"))),
        ];
    }
}
