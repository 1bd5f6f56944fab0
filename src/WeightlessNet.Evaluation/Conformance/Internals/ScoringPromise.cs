using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Conformance.Internals;

/// <summary>Given ratings are scored with finite numbers, always the same, whether they were learned or not.</summary>
internal static class ScoringPromise
{
    public static Promise OfGivenRatings { get; } = new(
        "item scores",
        (world, history) =>
        {
            IRecommender recommender = world.Fitted(history.Ratings);
            IItemScoringRecommender scoring = recommender.GetRequired<IItemScoringRecommender>();
            Answers before = Answers.Of(recommender, history);
            RatedItem[] given =
            [
                .. history.Items.Where((_, i) => i % 3 == 0).Select(item => new RatedItem(item, world.Scale.Maximum, 0)),
            ];
            float[] scores = Scored(world, scoring, given);
            int bad = Array.FindIndex(scores, score => !float.IsFinite(score));
            Expect.True(bad < 0, $"The score of item {bad} is {(bad < 0 ? 0 : scores[bad])}.");
            Scored(world, scoring, []);
            Expect.True(scores.SequenceEqual(Scored(world, scoring, given)), "The same ratings had other scores the second time.");
            Answers.Of(recommender, history).MustBe(before, "After scoring given ratings");

            recommender.Learn(history.Unrated.FirstOrDefault(history.Ratings[0]));
            Expect.True(scores.SequenceEqual(Scored(world, scoring, given)), "The same ratings had other scores after one was learned.");
        },
        Promise.Needs<IItemScoringRecommender>);

    private static float[] Scored(ConformanceWorld world, IItemScoringRecommender scoring, ReadOnlySpan<RatedItem> ratings)
    {
        float[] scores = new float[world.ItemCount];
        Array.Fill(scores, float.NaN);
        scoring.Score(ratings, scores);
        return scores;
    }
}
