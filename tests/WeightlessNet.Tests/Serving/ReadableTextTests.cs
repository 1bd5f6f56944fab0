using System.Globalization;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Serving;
using Xunit;

namespace WeightlessNet.Tests.Serving;

/// <summary>What people print can be read.</summary>
public sealed class ReadableTextTests
{
    private static readonly Film[] Films = Film.Some(60);

    [Fact]
    public void Controls_and_parts_of_scores_are_words_in_any_culture() => InOtherCulture(() =>
    {
        var mute = TuningControl.Mute(TuningCondition.Has("genre", "Horror"), TuningCondition.HasNot("genre", "War"));
        Assert.Equal("mute genre Horror and not genre War", mute.ToString());
        Assert.Equal("boost genre War by -0.5", TuningControl.Boost("genre", "War", -0.5).ToString());
        Assert.Equal("boost year by 0.25 for each level", TuningControl.BoostByLevel("year", 0.25).ToString());
        Assert.Equal("pin item 7", TuningControl.Pin(7).ToString());
        Assert.Equal("ban item 7", TuningControl.Ban(7).ToString());
        Assert.Equal("weigh recent ratings more", TuningControl.WeighRecent().ToString());
        Assert.Equal("99", new TuningControl { Kind = (TuningKind)99 }.ToString());
        Assert.Equal("3: ban item 7", new AppliedControl(3, TuningControl.Ban(7)).ToString());
        Assert.Equal("genre: -0.35", new Contribution(ContributionKind.Field, "genre", -0.35).ToString());
        Assert.Equal("item 7 rated 4.5: 0.25", new RatingContribution(7, 4.5f, 0.25).ToString());
        Assert.Equal("boost genre War by 1: 1", new ControlContribution(1, TuningControl.Boost("genre", "War", 1), 1).ToString());
        Assert.Equal("rank 3, score 2.125", new Standing(2.125, 3).ToString());
        Assert.Equal("no rank, score -2.125", new Standing(-2.125, null).ToString());
        Counterfactual change = new(9, new Standing(2.5, 3), new Standing(1.5, 8)) { Rating = new RatedItem(7, 4.5f, 0) };
        Assert.Equal("item 9 without item 7 rated 4.5: rank 3, score 2.5 becomes rank 8, score 1.5", change.ToString());
        AppliedControl pin = new(1, TuningControl.Pin(9));
        Counterfactual control = new(9, new Standing(2.5, 3), new Standing(1.5, 8)) { Control = pin };
        Assert.StartsWith("item 9 without 1: pin item 9: ", control.ToString(), StringComparison.Ordinal);
        Explanation explanation = new(
            3,
            9,
            2.125,
            [new Contribution(ContributionKind.Prior, "popularity", 1.5)],
            [new Contribution(ContributionKind.Field, "genre", 0.625)],
            []);
        Assert.Equal("user 3, item 9: score 2.125 = popularity: 1.5 + genre: 0.625", explanation.ToString());
    });

    [Fact]
    public async Task Reports_are_lines_in_any_culture()
    {
        await using var films = Recommender<string, Film>.InMemory(Film.Schema, Films, DescribedWorld.Options);
        Assert.Equal("Writable.\nNot trained yet.", films.Health.ToString());
        await films.LearnAsync(Film.Ratings(Films, 200, 20, 1));
        await films.TuneAsync("u0", TuningControl.Mute("genre", "War"));
        string cell = films.CellsOf("u0", Films[0])[0].ToString();
        Assert.Matches(@"^.+: cell \d+ of \d+, \d+ of \d+ ratings liked: -?\d", cell);
        TrainingReport report = await films.TrainAsync();
        InOtherCulture(() =>
        {
            string[] lines = report.ToString().Split('\n');
            Assert.StartsWith($"Trained on {report.RatingCount} ratings of 200 users and 60 items in ", lines[0], StringComparison.Ordinal);
            Assert.Contains($"Lists, {report.ListParts[0]}", lines);
            Assert.Equal(1 + report.RatingParts.Count + report.ListParts.Count, lines.Length);
            Assert.Matches(@"^[^:]+: weight \d+(\.\d+)?, 0\.\d+ with it, 0\.\d+ without$", report.ListParts[0].ToString());
            Assert.DoesNotContain(nameof(CalibratedGroup), report.ToString(), StringComparison.Ordinal);
            Assert.Matches(@"^Writable\.\nLast trained \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ\.$", films.Health.ToString());
            Assert.Equal("genre: Comedy, Drama, Horror, War, Western", films.TunableFields[0].ToString());
            Assert.Equal("age, country", DescribedWorld.Schema.ToString());
            Assert.StartsWith("because of ", films.RecommendByLikes("u0", 1, 2)[0].ToString(), StringComparison.Ordinal);
        });
        ImportedUser imported = await films.ImportUserAsync("eve", films.ExportUser("u0"));
        Assert.Equal(
            $"{imported.Ratings} ratings imported, 0 of unknown items, 0 controls and 0 values dropped; 0 ratings forgotten, erased",
            imported.ToString());
        await films.DisposeAsync();
        Assert.StartsWith("Disposed of.", films.Health.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Options_are_varied_by_with_and_checked_again()
    {
        RecommenderOptions<string> options = new() { Name = "films", Events = new EventOptions { Decimals = 2 } };
        RecommenderOptions<string> other = options with { CheckpointAfter = 7, Training = options.Training with { FirstAfter = 9 } };
        Assert.Equal(("films", 2, 7, 9), (other.Name, other.Events!.Decimals, other.CheckpointAfter, other.Training.FirstAfter));
        Assert.Equal((200_000, 500), (options.CheckpointAfter, options.Training.FirstAfter));
        Assert.Equal(options, options with { });
        Assert.Contains("Decimals = 2", options.ToString(), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>("Decimals", () => options.Events! with { Decimals = 7 });
        Assert.Throws<ArgumentOutOfRangeException>("CheckpointAfter", () => options with { CheckpointAfter = 0 });
        Assert.Throws<ArgumentException>("Users", () => options with { Users = new UserSchema() });
        WeightlessRankingOptions lists = options.Lists with { Nodes = 16 };
        Assert.Equal((16, options.Lists.TupleSize), (lists.Nodes, lists.TupleSize));
        Assert.Throws<ArgumentOutOfRangeException>("Nodes", () => lists with { Nodes = 0 });
        Assert.Equal(0.2, (options.Ratings with { RefitGrowth = 0.2 }).RefitGrowth);
    }

    private static void InOtherCulture(Action check)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("")
        {
            NumberFormat = new() { NumberDecimalSeparator = ",", NegativeSign = "~" },
            DateTimeFormat = new() { TimeSeparator = ".", DateSeparator = "." },
        };
        try
        {
            check();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
