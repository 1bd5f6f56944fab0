using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Conformance.Internals;

/// <summary>A filter leaves out, adds to scores, and puts first what it says.</summary>
internal static class FilterPromise
{
    private const double RelativeError = 1e-9;

    public static Promise Respected { get; } = new(
        "filters",
        (world, history) =>
        {
            IRecommender recommender = world.Taught(history.Ratings);
            IFilteringRecommender filtering = recommender.GetRequired<IFilteringRecommender>();
            for (int user = 0; user <= ConformanceHistory.Users; user++)
            {
                ScoredItem[] all = List(world, filtering, user, new RecommendationFilter());
                int[] some = [.. history.Items.Where((_, i) => i % 2 == 0)];
                CheckLeavingOut(world, filtering, user, all, some);
                CheckAdjustments(world, filtering, user, all, history.Items[^1]);
                CheckFirst(world, filtering, user, all, some);
            }
        },
        Promise.Needs<IFilteringRecommender>);

    private static ScoredItem[] List(
        ConformanceWorld world, IFilteringRecommender filtering, int user, in RecommendationFilter filter)
    {
        ScoredItem[] destination = new ScoredItem[world.ItemCount];
        int count = filtering.Recommend(user, destination, filter);
        return destination[..count];
    }

    private static void CheckLeavingOut(
        ConformanceWorld world, IFilteringRecommender filtering, int user, ScoredItem[] all, int[] some)
    {
        Answers.MustBe(
            [.. all.Where(scored => !some.Contains(scored.Item))],
            List(world, filtering, user, new RecommendationFilter { Excluded = some }),
            $"User {user}'s list without {string.Join(", ", some)}");

        ulong[] allowed = new ulong[(world.ItemCount + 63) / 64];
        foreach (int item in some)
        {
            allowed[item >> 6] |= 1UL << item;
        }

        Answers.MustBe(
            [.. all.Where(scored => some.Contains(scored.Item))],
            List(world, filtering, user, new RecommendationFilter { Allowed = allowed }),
            $"User {user}'s list of nothing but {string.Join(", ", some)}");

        double least = all.Length == 0 ? 0 : all[all.Length / 2].Score;
        Answers.MustBe(
            [.. all.Where(scored => scored.Score >= least)],
            List(world, filtering, user, new RecommendationFilter { MinimumScore = least }),
            $"User {user}'s list with a score of {least} and more");
    }

    private static void CheckAdjustments(
        ConformanceWorld world, IFilteringRecommender filtering, int user, ScoredItem[] all, int raised)
    {
        double range = (double)world.Scale.Maximum - world.Scale.Minimum;
        int[] adjustments = new int[raised + 1];
        adjustments[raised] = RecommendationFilter.UnitsPerRange / 4;
        ScoredItem[] adjusted = List(world, filtering, user, new RecommendationFilter { Adjustments = adjustments });
        foreach (ScoredItem scored in adjusted)
        {
            double before = all.FirstOrDefault(other => other.Item == scored.Item, new ScoredItem(scored.Item, double.NaN)).Score;
            double expected = scored.Item == raised ? before + (range / 4) : before;
            Expect.True(
                Math.Abs(scored.Score - expected) <= RelativeError * Math.Max(range, Math.Abs(expected)),
                $"User {user}'s item {scored.Item} has a score of {scored.Score}, not {expected}, where item {raised} is raised.");
        }

        Expect.True(adjusted.Length == all.Length, $"User {user} got {adjusted.Length} items, not {all.Length}, where one is raised.");
        for (int i = 1; i < adjusted.Length; i++)
        {
            Expect.True(
                adjusted[i - 1].Score >= adjusted[i].Score,
                $"User {user} got items out of order where item {raised} is raised: {Answers.Text(adjusted)}.");
        }
    }

    private static void CheckFirst(
        ConformanceWorld world, IFilteringRecommender filtering, int user, ScoredItem[] all, int[] some)
    {
        int[] first = [.. some.Reverse(), some[0], world.ItemCount];
        ScoredItem[] expected =
        [
            .. some.Reverse().SelectMany(item => all.Where(scored => scored.Item == item)),
            .. all.Where(scored => !some.Contains(scored.Item)),
        ];
        Answers.MustBe(
            expected,
            List(world, filtering, user, new RecommendationFilter { First = first }),
            $"User {user}'s list with {string.Join(", ", first)} first");
    }
}
