using System.Text;
using System.Text.Json;
using WeightlessNet.Evaluation.Protocols;
using WeightlessNet.Evaluation.Search;
using WeightlessNet.Evaluation.Splits;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Tests.Search;

public class OptionSearchTests
{
    private static readonly Rating[] Ratings =
        [.. Enumerable.Range(0, 200).Select(i => new Rating(i % 10, i / 10, 1 + (i * 7 % 11 % 5), i))];

    [Fact]
    public void The_chosen_setting_is_the_best_on_the_inner_splits_and_is_judged_on_ratings_that_no_choice_saw()
    {
        List<SpyRecommender> made = [];
        OptionSearchOptions options = new();

        SearchReport report = new OptionSearch(options).Run(
            Ratings,
            [new("base", 1, 2, 3), new("plus", 0, 0.5)],
            (scale, setting) =>
            {
                made.Add(Constant(scale, setting));
                return made[^1];
            });

        SplitRatings outer = options.Split.Divide(Ratings);
        HashSet<(int, int)> judging = [.. outer.HeldOut.ToArray().Select(rating => (rating.User, rating.Item))];
        Assert.Equal((6 * 3) + 2, made.Count);
        Assert.All(made.SkipLast(2), spy =>
        {
            Assert.DoesNotContain(spy.Learned, rating => judging.Contains((rating.User, rating.Item)));
            Assert.DoesNotContain(spy.Predicted, judging.Contains);
        });
        Assert.All(made.TakeLast(2), spy => Assert.Equal(outer.Train.ToArray(), spy.Learned));

        Assert.Equal(
            ["base 1, plus 0", "base 1, plus 0.5", "base 2, plus 0", "base 2, plus 0.5", "base 3, plus 0", "base 3, plus 0.5"],
            report.Settings.Select(result => result.Setting.ToString()));
        double[][] inner =
        [
            .. options.InnerSplits.Select(split => split.Divide(outer.Train.Span).HeldOut.ToArray())
                .Select(heldOut => (double[])[.. ((double[])[1, 1.5, 2, 2.5, 3, 3.5]).Select(value => Rmse(heldOut, value))]),
        ];
        for (int i = 0; i < 6; i++)
        {
            Assert.Equal(inner.Select(split => split[i]), report.Settings[i].Scores);
            Assert.Equal(inner.Average(split => split[i]), report.Settings[i].Score, 14);
        }

        Assert.Equal(report.Settings.MinBy(result => result.Score)!.Setting, report.Chosen);
        Assert.Equal((outer.Train.Length, outer.HeldOut.Length), (report.TrainCount, report.TestCount));
        Assert.Equal(Rmse(outer.HeldOut.ToArray(), report.Chosen["base"] + report.Chosen["plus"]), report.Score);
        Assert.Equal(report.Score, report[SearchReport.ChosenName].Score);
        Assert.Equal(Rmse(outer.HeldOut.ToArray(), 1), report[SearchReport.FirstName].Score);
        Assert.Equal(
            [ResultKind.Candidate, .. Enumerable.Repeat(ResultKind.Baseline, 5)], report.Results.Select(result => result.Kind));
        Assert.InRange(report[PlainBaselines.BiasName].Score, 0.1, 3);
    }

    [Theory]
    [InlineData(SearchGoal.Ndcg)]
    [InlineData(SearchGoal.Recall)]
    [InlineData(SearchGoal.HitRate)]
    [InlineData(SearchGoal.Mae)]
    public void The_best_of_lists_is_the_highest_and_that_of_errors_the_lowest(SearchGoal goal)
    {
        // With the first value the items that are liked come last.
        Rating[] likes = [.. Enumerable.Range(0, 300).Select(i => new Rating(i / 15, i % 15, i % 15 < 5 ? 5 : 1))];
        OptionSearchOptions options = new() { Goal = goal, ListLength = 2, InnerSplits = [RatingSplit.RandomPerUser(0.5, 7)] };

        SearchReport report = new OptionSearch(options).Run(
            likes,
            [new("sign", -1, 1)],
            (scale, setting) => new SpyRecommender(scale, (_, item) => 3 + (setting["sign"] * (item < 5 ? 2 : -2)), 15, null));

        Assert.Equal(1, report.Chosen.Whole("sign"));
        bool isError = goal == SearchGoal.Mae;
        Assert.Equal(isError, report.Settings[1].Score < report.Settings[0].Score);
        Assert.Equal(isError, report.Score < report[SearchReport.FirstName].Score);
    }

    [Fact]
    public void A_random_search_draws_different_settings_by_its_seed_and_the_first_values()
    {
        SearchParameter[] parameters =
            [.. Enumerable.Range(0, 12).Select(i => SearchParameter.Linear($"p{i}", 0, 9, 10))];
        SearchReport Search(ulong seed) => new OptionSearch(
            new() { MaximumSettings = 8, Seed = seed, InnerSplits = [RatingSplit.RandomPerUser(seed: 3)] })
            .Run(Ratings, parameters, Constant);

        SearchReport report = Search(5);

        string[] tried = [.. report.Settings.Select(result => result.Setting.ToString())];
        Assert.Equal(8, tried.Distinct().Count());
        Assert.All(parameters, parameter => Assert.Equal(0, report.Settings[0].Setting[parameter.Name]));
        Assert.Equal(tried, Search(5).Settings.Select(result => result.Setting.ToString()));
        Assert.NotEqual(tried, Search(6).Settings.Select(result => result.Setting.ToString()));

        SearchReport most = new OptionSearch(new() { MaximumSettings = 8 }).Run(
            Ratings, [new("base", 1, 2, 3), new("plus", 0, 0.5, 0.75)], Constant);
        Assert.Equal(8, most.Settings.Select(result => result.Setting.ToString()).Distinct().Count());

        SearchReport all = new OptionSearch(new() { MaximumSettings = 8 }).Run(Ratings, [new("base", 3, 2, 1)], Constant);
        Assert.Equal([3, 2, 1], all.Settings.Select(result => result.Setting["base"]));
    }

    [Fact]
    public void Figures_do_not_depend_on_the_number_of_threads_and_progress_rises()
    {
        string Search(int threads)
        {
            ProgressLog log = new();
            SearchReport report = new OptionSearch(new() { MaxDegreeOfParallelism = threads }).Run(
                Ratings, [SearchParameter.Linear("base", 1, 5, 9)], Constant, log);
            log.AssertRisesToOne();
            return Json(report);
        }

        Assert.Equal(Search(1), Search(4));
    }

    [Fact]
    public void The_report_prints_in_eighty_columns_and_is_written_with_all_settings()
    {
        SearchParameter[] parameters =
            [.. Enumerable.Range(0, 12).Select(i => new SearchParameter($"a long name of number {i}", 0.1, 1e-9, 123456.75))];
        SearchReport report = new OptionSearch(new() { MaximumSettings = 5 }).Run(Ratings, parameters, Constant);

        Assert.All(report.ToString().Split('\n'), line => Assert.InRange(line.Length, 0, 80));
        using JsonDocument json = JsonDocument.Parse(Json(report));
        JsonElement settings = json.RootElement.GetProperty("settings");
        Assert.Equal(5, settings.GetArrayLength());
        Assert.Equal(0.1, settings[0].GetProperty("a long name of number 3").GetDouble());
        Assert.Equal(report.Score, json.RootElement.GetProperty("results")[0].GetProperty("rmse").GetDouble());
    }

    [Fact]
    public void Values_are_spaced_as_asked()
    {
        Assert.Equal([1, 2, 3], SearchParameter.Linear("a", 1, 3, 3).Values);
        double[] ratios = [.. SearchParameter.Logarithmic("a", 0.001, 1, 4).Values];
        Assert.Equal((0.001, 1.0), (ratios[0], ratios[3]));
        Assert.Equal(0.01, ratios[1], 12);
        Assert.Equal(0.1, ratios[2], 12);
    }

    [Fact]
    public void Invalid_searches_are_refused_with_what_to_do()
    {
        OptionSearch search = new();
        SearchParameter[] many = [.. Enumerable.Range(0, 5).Select(i => SearchParameter.Linear($"p{i}", 0, 9, 10))];

        Assert.Throws<ArgumentNullException>("create", () => search.Run(Ratings, [new("a", 1)], null!));
        Assert.Throws<ArgumentNullException>("parameters", () => search.Run(Ratings, null!, Constant));
        Assert.Throws<ArgumentException>("parameters", () => search.Run(Ratings, [], Constant));
        Assert.Throws<ArgumentException>("parameters", () => search.Run(Ratings, [new("a", 1), new("a", 2)], Constant));
        Assert.Contains(
            "MaximumSettings",
            Assert.Throws<ArgumentException>("parameters", () => search.Run(Ratings, many, Constant)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "Set MaximumSettings to at most 10,000",
            Assert.Throws<ArgumentException>(
                "parameters", () => new OptionSearch(new() { MaximumSettings = 20_000 }).Run(Ratings, many, Constant)).Message,
            StringComparison.Ordinal);
        foreach (string taken in (string[])["setting", "rmse"])
        {
            Assert.Contains(
                $"'{taken}'",
                Assert.Throws<ArgumentException>("parameters", () => search.Run(Ratings, [new(taken, 1)], Constant)).Message,
                StringComparison.Ordinal);
        }
        Assert.Throws<ArgumentException>("ratings", () => search.Run([], [new("a", 1)], Constant));
        Assert.Throws<ArgumentException>("name", () => new SearchParameter(" ", 1));
        Assert.Throws<ArgumentException>("values", () => new SearchParameter("a"));
        Assert.Throws<ArgumentException>("values", () => new SearchParameter("a", 1, 1));
        Assert.Throws<ArgumentException>("values", () => new SearchParameter("a", double.NaN));
        Assert.Throws<ArgumentNullException>("values", () => new SearchParameter("a", null!));
        Assert.Throws<ArgumentOutOfRangeException>("minimum", () => SearchParameter.Logarithmic("a", 0, 1, 2));
        Assert.Throws<ArgumentOutOfRangeException>("maximum", () => SearchParameter.Linear("a", 1, 1, 2));
        Assert.Throws<ArgumentOutOfRangeException>("count", () => SearchParameter.Linear("a", 1, 2, 1));
        Assert.Throws<ArgumentNullException>("Split", () => new OptionSearchOptions { Split = null! });
        Assert.Throws<ArgumentException>("InnerSplits", () => new OptionSearchOptions { InnerSplits = [] });
        Assert.Throws<ArgumentException>("InnerSplits", () => new OptionSearchOptions { InnerSplits = [null!] });
        Assert.Throws<ArgumentNullException>("InnerSplits", () => new OptionSearchOptions { InnerSplits = null! });
        Assert.Throws<ArgumentOutOfRangeException>("MaximumSettings", () => new OptionSearchOptions { MaximumSettings = 0 });
        Assert.Throws<ArgumentOutOfRangeException>("ListLength", () => new OptionSearchOptions { ListLength = 0 });
        Assert.Throws<ArgumentOutOfRangeException>("Goal", () => new OptionSearchOptions { Goal = (SearchGoal)9 });

        SearchSetting half = search.Run(Ratings, [new("a", 0.5)], Constant).Chosen;
        Assert.Throws<InvalidOperationException>(() => half.Whole("a"));
        Assert.Contains("'b'", Assert.Throws<KeyNotFoundException>(() => half["b"]).Message, StringComparison.Ordinal);
    }

    /// <summary>Predicts the sum of all parameters for everything.</summary>
    private static SpyRecommender Constant(RatingScale scale, SearchSetting setting)
    {
        double sum = setting.ToString().Split(", ").Sum(
            part => double.Parse(part[(part.LastIndexOf(' ') + 1)..], System.Globalization.CultureInfo.InvariantCulture));
        return new SpyRecommender(scale, (_, _) => Math.Clamp(sum, 0, 1e6), 20, null);
    }

    private static double Rmse(Rating[] ratings, double predicted) =>
        Math.Sqrt(ratings.Sum(rating => (predicted - rating.Value) * (predicted - rating.Value)) / ratings.Length);

    private static string Json(SearchReport report)
    {
        using MemoryStream stream = new();
        report.WriteJson(stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
