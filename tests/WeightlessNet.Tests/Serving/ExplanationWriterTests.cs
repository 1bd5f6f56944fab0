using System.Globalization;
using System.Text.RegularExpressions;
using FsCheck.Xunit;
using WeightlessNet.Bits;
using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Recommenders.Tuning;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Serving;
using WeightlessNet.Tests.Recommenders.Tuning;
using WeightlessNet.Tests.Recommenders.Weightless;
using World = WeightlessNet.Tests.Recommenders.Weightless.WeightlessRecommenderWorld;

namespace WeightlessNet.Tests.Serving;

public sealed partial class ExplanationWriterTests
{
    private static readonly (string Title, string[] Genres, double Year)[] Films =
    [
        ("Alien", ["Horror", "Space"], 1979), ("Heat", ["Crime"], 1995), ("Scream", ["Horror"], 1996), ("Ran", ["War"], 1985),
        ("Solaris", ["Space"], 1972), ("Fargo", ["Crime"], 1996),
    ];

    private static readonly ItemCatalog Catalog = ItemCatalog.Create(
        new FeatureSchemaBuilder<(string Title, string[] Genres, double Year)>()
            .MultiHot("genre", film => film.Genres)
            .LinearThermometer("year", film => film.Year, 1970, 2000, 2)
            .Fit(Films),
        Films);

    private static readonly ExplanationWriter Writer = new(Catalog, item => Films[item].Title);

    [Fact]
    public void Explanations_have_the_documented_text()
    {
        TunableRecommender tunable = Taught();
        tunable.Apply(0, TuningControl.BoostByLevel("year", 0.25));
        tunable.Apply(0, TuningControl.Boost("genre", "Horror", -0.1));
        tunable.Apply(0, TuningControl.Mute("genre", "Horror"));
        Assert.Equal(
            string.Join(
                '\n',
                "3.73 stars for \"Scream\": mean of all ratings 3.45; the crowd's rating of the item -0.07; "
                    + "your own level +0.02; your taste -0.07; your controls +0.40.",
                "Your taste by field: crowd popularity -0.03; crowd rating -0.02; year (above 1990) -0.01; 1 other -0.01.",
                "Your taste by rating: 1.5 for \"Heat\" -0.10; 5 for \"Alien\" +0.02; 4 for \"Solaris\" +0.01.",
                "Your controls: genre Horror muted; year by level +0.50; genre Horror -0.10."),
            Writer.Write(tunable.Explain(0, 2)));
        Assert.Equal(
            "3.45 stars for \"Ran\": mean of all ratings 3.45; the crowd's rating of the item +0.00; your own level +0.00.",
            Writer.Write(tunable.Explain(5, 3)));
    }

    [Theory]
    [InlineData(0, 1e9f, 1e6f, @"\d{1,10}\.\d\d stars")]
    [InlineData(-1e9f, 1e9f, 2e6f, @"-?\d{1,10}\.\d\d stars")]
    [InlineData(0, 1e30f, 1e27f, @"\d{1,2}\.\d\dE\+(29|30) stars")]
    [InlineData(0, 3e38f, 3e35f, @"\d{1,2}\.\d\dE\+(37|38) stars")]
    [InlineData(-1e-6f, 1e-6f, 1e-8f, @"-?\d{1,2}\.\d\dE-\d stars")]
    [InlineData(0, 1e-30f, 1e-33f, @"\d{1,2}\.\d\dE-(30|31) stars")]
    public void Any_scale_has_readable_numbers_that_add_up(float minimum, float maximum, float step, string score)
    {
        RatingScale scale = new(minimum, maximum, step);
        double range = (double)maximum - minimum;
        TunableRecommender tunable = new(new WeightlessRecommender(Catalog, scale), Catalog);
        for (int item = 0; item < 4; item++)
        {
            tunable.Learn(new Rating(item % 2, item, scale.ValueOf((scale.LevelCount - 1) * (item + 2) / 5), item));
        }

        tunable.Apply(0, TuningControl.Boost("genre", "Crime", range / 4));
        string text = Writer.Write(tunable.Explain(0, 5));

        Assert.Matches($"^{score} for \"Fargo\": mean of all ratings -?[0-9]", text);
        string[] numbers = [.. AmountPattern().Matches(text.Split('\n')[0]).Select(match => match.Value)];
        decimal[] mantissas = [.. numbers.Select(number => decimal.Parse(number.Split('E')[0], CultureInfo.InvariantCulture))];
        Assert.Equal(mantissas[0], mantissas[1..].Sum());
        Assert.Single(numbers.Select(number => number.Split('E').ElementAtOrDefault(1)).Distinct());
        Assert.DoesNotContain(" 0 for", text, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"Crime \+0$", Writer.Write(tunable.ControlsOf(0)[0].Control));
        Assert.All(tunable.WhatWouldChange(0, 5, 9), found => Assert.Matches($" with {score}( as now| instead of )", Writer.Write(found)));
    }

    [GeneratedRegex(@"[+-]?\d+\.\d\d(E[+-]\d+)?(?=[ ;.]|$)")]
    private static partial Regex AmountPattern();

    [Fact]
    public void Counterfactuals_have_the_documented_text()
    {
        TunableRecommender tunable = Taught();
        tunable.Apply(0, TuningControl.Boost("genre", "Horror", 0.5));
        tunable.Apply(0, TuningControl.Mute("year", "above 1990"));
        tunable.Apply(0, TuningControl.Ban(5));
        Assert.Equal(
            [
                """Without your control year above 1990 muted, "Scream" would be 1st instead of not recommended, with 3.83 stars as now.""",
                """Without your 1.5 for "Heat", "Scream" would stay not recommended, with 4.38 stars instead of 3.83.""",
                """Without your control genre Horror +0.5, "Scream" would stay not recommended, with 3.33 stars instead of 3.83.""",
                """Without your 5 for "Alien", "Scream" would stay not recommended, with 3.52 stars instead of 3.83.""",
                """Without your 4 for "Solaris", "Scream" would stay not recommended, with 3.75 stars instead of 3.83.""",
            ],
            tunable.WhatWouldChange(0, 2, 9).Select(Writer.Write));
        Assert.Equal(
            [
                """Without your 1.5 for "Heat", "Ran" would stay 1st, with 4.01 stars instead of 3.45.""",
                """Without your 5 for "Alien", "Ran" would be 2nd instead of 1st, with 3.09 stars instead of 3.45.""",
                """Without your 4 for "Solaris", "Ran" would be 2nd instead of 1st, with 3.33 stars instead of 3.45.""",
                """Without your control year above 1990 muted, "Ran" would be 2nd instead of 1st, with 3.45 stars as now.""",
            ],
            tunable.WhatWouldChange(0, 3, 9).Select(Writer.Write));
    }

    [Fact]
    public void Controls_have_the_documented_text()
    {
        TuningControl[] controls =
        [
            TuningControl.Mute("genre", "Horror"),
            TuningControl.Mute(TuningCondition.Has("genre", "War"), TuningCondition.HasNot("year", "above 1990")),
            TuningControl.Boost("genre", "Crime", 0.125),
            TuningControl.Boost("genre", "Crime", 0),
            TuningControl.BoostByLevel("year", -1),
            TuningControl.Pin(3),
            TuningControl.Ban(1),
        ];
        Assert.Equal(
            [
                "genre Horror muted", "genre War and not year above 1990 muted", "genre Crime +0.125", "genre Crime +0", "year by level -1",
                "\"Ran\" pinned", "\"Heat\" banned",
            ],
            controls.Select(Writer.Write));
    }

    [Property(Arbitrary = [typeof(World)], MaxTest = 20)]
    public void The_printed_numbers_of_every_line_add_up(World world)
    {
        SplitMix64 random = new(world.Seed);
        ExplanationWriter writer = new(world.Catalog, item => "film") { MaximumReasons = 1 + random.Next(4), Unit = "points" };
        TunableRecommender tunable = new(world.Taught(world.Shape, world.Ratings), world.Catalog);
        for (int user = 0; user <= world.Users; user++)
        {
            tunable.Apply(user, SomeControls.Random(world.Catalog, world.Scale, ref random));
            tunable.Apply(user, SomeControls.Random(world.Catalog, world.Scale, ref random));
            for (int item = 0; item < world.Items; item++)
            {
                Explanation explanation = tunable.Explain(user, item);
                string[] lines = writer.Write(explanation).Split('\n');
                string score = decimal.Round((decimal)explanation.Score, 2, MidpointRounding.AwayFromZero)
                    .ToString("0.00;-0.00", CultureInfo.InvariantCulture);
                Assert.StartsWith($"{score} points for \"film\": mean of all ratings ", lines[0], StringComparison.Ordinal);
                Assert.Equal(decimal.Parse(score, CultureInfo.InvariantCulture), AmountsIn(lines[0]).Sum());
                Assert.Equal(
                    1 + (explanation.ByRating.Count > 0 ? 2 : 0) + (explanation.ByControl.Count > 0 ? 1 : 0),
                    lines.Length);
                string[] parts = lines[0].Split("; ");
                Assert.All(lines[1..], line =>
                {
                    string heading = line[..line.IndexOf(':', StringComparison.Ordinal)].Replace(" by field", "").Replace(" by rating", "");
                    string total = parts.Single(part => part.StartsWith(heading.ToLowerInvariant() + " ", StringComparison.Ordinal));
                    Assert.Equal(AmountsIn(total).Single(), AmountsIn(line).Sum());
                    Assert.InRange(line.Split("; ").Length, 1, writer.MaximumReasons + 1);
                });
            }
        }
    }

    [Fact]
    public void The_text_is_the_same_in_any_culture()
    {
        Explanation explanation = Taught().Explain(0, 2);
        string expected = Writer.Write(explanation);
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            comma.NumberFormat.NumberDecimalSeparator = ",";
            comma.NumberFormat.NegativeSign = "minus ";
            CultureInfo.CurrentCulture = comma;
            Assert.Equal(expected, Writer.Write(explanation));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Invalid_arguments_are_refused()
    {
        Assert.Throws<ArgumentNullException>("catalog", () => new ExplanationWriter(null!, _ => ""));
        Assert.Throws<ArgumentNullException>("nameOf", () => new ExplanationWriter(Catalog, null!));
        Assert.Throws<ArgumentException>("Unit", () => new ExplanationWriter(Catalog, _ => "") { Unit = "" });
        Assert.Throws<ArgumentOutOfRangeException>("MaximumReasons", () => new ExplanationWriter(Catalog, _ => "") { MaximumReasons = 0 });
        Assert.Throws<ArgumentNullException>("explanation", () => Writer.Write((Explanation)null!));
        Assert.Throws<ArgumentNullException>("counterfactual", () => Writer.Write((Counterfactual)null!));
        Assert.Throws<ArgumentNullException>("control", () => Writer.Write((TuningControl)null!));
    }

    private static IEnumerable<decimal> AmountsIn(string line) => line
        .TrimEnd('.')
        .Split("; ")
        .Select(part => Amount().Match(part))
        .Where(match => match.Success)
        .Select(match => decimal.Parse(match.Value, CultureInfo.InvariantCulture));

    [GeneratedRegex(@"(?<= )[+-]?\d+\.\d\d$")]
    private static partial Regex Amount();

    private static TunableRecommender Taught()
    {
        WeightlessOptions options = new() { UserShrinkage = 3, GainShrinkage = 15 };
        TunableRecommender tunable = new(new WeightlessRecommender(Catalog, RatingScale.HalfStars, options), Catalog);
        tunable.Learn(new Rating(0, 0, 5));
        tunable.Learn(new Rating(0, 1, 1.5f));
        tunable.Learn(new Rating(0, 4, 4));
        tunable.Learn(new Rating(1, 2, 3));
        return tunable;
    }
}
