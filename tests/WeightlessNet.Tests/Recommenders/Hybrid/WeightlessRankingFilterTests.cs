using FsCheck.Xunit;
using WeightlessNet.Bits;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Hybrid;
using Xunit;

namespace WeightlessNet.Tests.Recommenders.Hybrid;

public sealed class WeightlessRankingFilterTests
{
    private const int Users = 20;
    private const int Items = 150;

    // One point of the scale is one bit; half stars have a range of 4.5.
    private const double BitsPerUnit = 4.5 / RecommendationFilter.UnitsPerRange;

    private static readonly Rating[] Ratings = Some(11);

    [Property(MaxTest = 30)]
    public void First_items_come_first_and_others_by_their_adjusted_score(ulong seed)
    {
        SplitMix64 random = new(seed);
        WeightlessRankingRecommender recommender = Taught(random.Next(2) == 0 ? null : FittedEase());
        int[] adjustments = new int[random.Next(Items + 20)];
        foreach (ref int adjustment in adjustments.AsSpan())
        {
            adjustment = random.Next(5) > 0 ? 0 : (int)((random.NextDouble() - 0.5) * 8 / BitsPerUnit);
        }

        int[] first = [.. Enumerable.Range(0, random.Next(6)).Select(_ => random.Next(Items + 9) - 3)];
        ulong[] allowed = random.Next(2) == 0 ? [] : [random.Next(), random.Next()];
        int[] excluded = [random.Next(Items), random.Next(Items)];
        double? least = random.Next(2) == 0 ? null : -8;
        for (int user = 0; user <= Users; user++)
        {
            ScoredItem[] expected =
            [
                .. Ranked(recommender, user, Items, default)
                    .Select(scored => scored with
                    {
                        Score = scored.Score + (scored.Item < adjustments.Length ? adjustments[scored.Item] * BitsPerUnit : 0),
                    })
                    .Where(scored => !excluded.Contains(scored.Item) && !(scored.Score < least) && Allows(allowed, scored.Item))
                    .OrderBy(scored => Array.IndexOf(first, scored.Item) is int at and >= 0 ? at : first.Length)
                    .ThenByDescending(scored => scored.Score)
                    .ThenBy(scored => scored.Item),
            ];
            foreach (int count in (int[])[0, 1, 3, Items])
            {
                Assert.Equal(expected.Take(count), Ranked(recommender, user, count, new RecommendationFilter
                {
                    Adjustments = adjustments,
                    First = first,
                    Allowed = allowed,
                    Excluded = excluded,
                    MinimumScore = least,
                }));
            }
        }
    }

    [Fact]
    public void Adjustments_are_clamped_and_every_score_is_finite_on_any_scale()
    {
        RatingScale vast = new(0, 1e30f, 1e29f);
        WeightlessRankingRecommender recommender = new(WeightlessRankingRecommenderTests.CatalogOf(Items), vast);
        recommender.Learn(new Rating(0, 1, 1e30f));
        int[] adjustments = [int.MinValue, 0, int.MaxValue, RecommendationFilter.MaximumAdjustment];

        ScoredItem[] ranked = Ranked(recommender, 0, Items, new RecommendationFilter { Adjustments = adjustments });

        Assert.Equal([2, 3], ranked[..2].Select(scored => scored.Item));
        Assert.Equal(0, ranked[^1].Item);
        Assert.All(ranked, scored => Assert.True(double.IsFinite(scored.Score)));
    }

    [Fact]
    public void It_implements_filtering_through_the_interface()
    {
        IFilteringRecommender recommender = Taught(null);
        ScoredItem[] best = new ScoredItem[1];

        Assert.Equal(1, recommender.Recommend(Users, best, new RecommendationFilter { First = [77] }));
        Assert.Equal(77, best[0].Item);
        Assert.Throws<ArgumentOutOfRangeException>(
            "user", () => recommender.Recommend(-1, new ScoredItem[1], default(RecommendationFilter)));
    }

    private static bool Allows(ulong[] allowed, int item) =>
        allowed.Length == 0 || (item / 64 < allowed.Length && ((allowed[item / 64] >> item) & 1) != 0);

    private static EaseRecommender FittedEase()
    {
        EaseRecommender ease = new(Items, RatingScale.HalfStars);
        ease.Fit(Ratings);
        return ease;
    }

    private static WeightlessRankingRecommender Taught(IItemScoringRecommender? central)
    {
        WeightlessRankingRecommender recommender =
            new(WeightlessRankingRecommenderTests.CatalogOf(Items), RatingScale.HalfStars, null, central is null ? [] : [central]);
        Array.ForEach(Ratings, rating => recommender.Learn(rating));
        return recommender;
    }

    private static ScoredItem[] Ranked(WeightlessRankingRecommender recommender, int user, int count, in RecommendationFilter filter)
    {
        ScoredItem[] ranked = new ScoredItem[count];
        return ranked[..recommender.Recommend(user, ranked, filter)];
    }

    private static Rating[] Some(ulong seed)
    {
        SplitMix64 random = new(seed);
        Rating[] ratings = new Rating[400];
        foreach (ref Rating rating in ratings.AsSpan())
        {
            rating = new Rating(random.Next(Users), random.Next(Items), 0.5f * (1 + random.Next(10)));
        }

        return ratings;
    }
}
