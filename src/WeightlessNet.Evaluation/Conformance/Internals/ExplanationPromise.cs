using System.Globalization;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Conformance.Internals;

/// <summary>The parts of an explanation sum to the score with which the item is ranked, in any order of adding.</summary>
internal static class ExplanationPromise
{
    // The documented limits within which doubles add up exactly; beyond them their last bits may differ.
    private const double ExactStep = 1024;
    private const double ExactRange = 100_000;
    private const double RelativeError = 1e-9;

    public static Promise Sums { get; } = new(
        "explanations",
        (world, history) =>
        {
            IRecommender recommender = world.Taught(history.Ratings);
            IExplainingRecommender explaining = recommender.GetRequired<IExplainingRecommender>();
            double tolerance = ToleranceOn(world.Scale);
            for (int user = 0; user <= ConformanceHistory.Users; user++)
            {
                ScoredItem[] list = Answers.List(recommender, user, world.ItemCount);
                Dictionary<int, double> scores = list.ToDictionary(scored => scored.Item, scored => scored.Score);
                foreach (int item in history.Items)
                {
                    Explanation explanation = explaining.Explain(user, item);
                    string what = $"User {user}'s explanation of item {item}";
                    CheckParts(explanation, tolerance, what);
                    MustBeRated(explanation, history, what);
                    Expect.True(
                        explanation.User == user && explanation.Item == item,
                        $"{what} is of user {explanation.User} and item {explanation.Item}.");
                    if (scores.TryGetValue(item, out double ranked))
                    {
                        Answers.MustBe(ranked, explanation.Score, $"{what}: its score");
                    }
                }
            }
        },
        Promise.Needs<IExplainingRecommender>);

    private static void CheckParts(Explanation explanation, double tolerance, string what)
    {
        double[] common = [.. explanation.Base.Select(part => part.Amount), .. explanation.ByControl.Select(part => part.Amount)];
        double[] byField = [.. common, .. explanation.ByField.Select(part => part.Amount)];
        double[] byRating = [.. common, .. explanation.ByRating.Select(part => part.Amount)];
        MustSum(explanation.Score, byField, tolerance, $"{what} by field");
        MustSum(explanation.Score, byRating, tolerance, $"{what} by rating");
    }

    private static void MustSum(double score, double[] parts, double tolerance, string what)
    {
        double forwards = parts.Sum();
        double backwards = parts.Reverse().Sum();
        Expect.True(
            Math.Abs(forwards - score) <= tolerance && Math.Abs(backwards - score) <= tolerance,
            string.Create(CultureInfo.InvariantCulture, $"{what} sums to {forwards:R} or {backwards:R}, but the score is {score:R}."));
    }

    private static void MustBeRated(Explanation explanation, ConformanceHistory history, string what)
    {
        foreach (RatingContribution part in explanation.ByRating)
        {
            Expect.True(
                history.Ratings.Any(rating => rating.User == explanation.User && rating.Item == part.Item && rating.Value == part.Value),
                $"{what} names a rating of item {part.Item} with {part.Value}, which the user did not give.");
        }
    }

    private static double ToleranceOn(RatingScale scale)
    {
        bool isExact = IsExact(scale.Minimum) && IsExact(scale.Maximum);
        return isExact ? 0 : RelativeError * Math.Max(Math.Abs((double)scale.Minimum), Math.Abs((double)scale.Maximum));
    }

    private static bool IsExact(double end) => Math.Abs(end) <= ExactRange && Math.Round(end * ExactStep) == end * ExactStep;
}
