using System.Globalization;
using System.Reflection;
using WeightlessNet.Evaluation.Classifiers;
using WeightlessNet.Evaluation.Comparison;
using WeightlessNet.Evaluation.Conformance;
using WeightlessNet.Evaluation.Metrics;
using WeightlessNet.Evaluation.Paper;
using WeightlessNet.Evaluation.Protocols;
using WeightlessNet.Evaluation.Reports;
using WeightlessNet.Evaluation.Search;
using WeightlessNet.Evaluation.Splits;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Baselines;
using Xunit;

namespace WeightlessNet.Evaluation.Tests.Reports;

/// <summary>A result that is printed tells its figures, in any culture.</summary>
public sealed class ReadableResultTests
{
    [Fact]
    public void Every_public_type_with_figures_has_a_text()
    {
        string[] without =
        [
            .. typeof(IEvaluationReport).Assembly.GetExportedTypes()
                .Where(static type => type is { IsAbstract: false, IsEnum: false } && !type.IsSubclassOf(typeof(Delegate)))
                .Where(static type => !type.Name.EndsWith("Options", StringComparison.Ordinal)
                    && !type.Name.EndsWith("Protocol", StringComparison.Ordinal)
                    && type != typeof(OptionSearch))
                .Where(static type =>
                    type.GetMethod(nameof(ToString), BindingFlags.Public | BindingFlags.Instance, [])!.DeclaringType is { } declaring
                    && (declaring == typeof(object) || declaring == typeof(ValueType)))
                .Select(static type => type.Name),
        ];
        Assert.Empty(without);
    }

    [Fact]
    public void Figures_are_in_one_line() => InOtherCulture(() =>
    {
        Assert.Equal("0.0125 (95 %: 0.0100 to 0.0150)", $"{new ConfidenceInterval(0.0125, 0.01, 0.015, 0.95)}");
        Assert.Equal("user 7: 0.2500", $"{new UserValue(7, 0.25)}");
        Assert.Equal("2.0000 (1.0000 to 3.0000, deviation 1.0000)", $"{SummaryStatistics.Of([1, 2, 3])}");
        Assert.Equal("seen 1,000: RMSE 0.9000, 0.8000 in the window", $"{new LearningCurvePoint(1000, 0.9, 0.8)}");
        Assert.Equal("3 since the change: RMSE 0.5000, n = 20", $"{new TasteChangePoint(3, 20, 0.5)}");
        Assert.Equal("bias: 50 %", $"{new EvaluationProgress("bias", 0.5)}");
        Assert.Equal("0.10 to 0.20: mean 0.150, right 0.125, n = 1,000", $"{new CalibrationBin(0.1, 0.2, 1000, 0.15, 0.125)}");
        Assert.Equal(
            "threshold 0.5000: false positives 0.2500, true positives 0.7500", $"{new RocPoint(0.5, 0.25, 0.75)}");
        Assert.Equal("regularization: 0.1, 1, 10", $"{new SearchParameter("regularization", 0.1, 1, 10)}");
        RatingErrors errors = default;
        errors.Add(3, 3.5);
        Assert.Equal("RMSE 0.5000, MAE 0.5000, n = 1", $"{errors}");
        LevelAccuracy levels = new(1);
        levels.Add(3, 4);
        levels.Add(1, 4);
        Assert.Equal("within 1: 50.0 %, n = 2", $"{levels}");
        Assert.Equal("training ratings: 2, held out: 1", $"{new SplitRatings { Train = new Rating[2], HeldOut = new Rating[1] }}");
        KnownRatingsErrors few = new() { Minimum = 0, Maximum = 0, Count = 1234, Rmse = 1.5, Mae = 1.25 };
        Assert.Equal("0 known: RMSE 1.5000, MAE 1.2500, n = 1,234", $"{few}");
        KnownRatingsRanking many = new() { Minimum = 50, Maximum = null, UserCount = 3, Ndcg = 0.5, HitRate = 1 };
        Assert.Equal("50 or more known: NDCG 0.5000, hit rate 1.0000, n = 3", $"{many}");
        KnownRatingsRanking some = new() { Minimum = 5, Maximum = 9, UserCount = 3, Ndcg = 0.5, HitRate = 1 };
        Assert.StartsWith("5 to 9 known: ", $"{some}", StringComparison.Ordinal);
    });

    [Fact]
    public void Results_of_protocols_have_their_name_and_figures() => InOtherCulture(() =>
    {
        RecommenderCandidate bias = new("mine", scale => new BiasRecommender(40, scale));
        Assert.Equal("mine", $"{bias}");
        Rating[] ratings = [.. Enumerable.Range(0, 400).Select(static i => new Rating(i / 10, i * 7 % 40, (i % 5) + 1, i))];
        HoldOutResult held = new HoldOutProtocol(new HoldOutOptions { Split = RatingSplit.LeaveLastOut() }).Run(ratings, [bias])["mine"];
        Assert.Equal(FormattableString.Invariant($"mine: RMSE {held.Rmse:0.0000}, MAE {held.Mae:0.0000}"), $"{held}");
        KFoldResult folds = new KFoldProtocol(new KFoldOptions { Folds = 2 }).Run(ratings, [bias])["mine"];
        Assert.StartsWith("mine: RMSE ", $"{folds}", StringComparison.Ordinal);
        Assert.StartsWith($"fold {folds.Folds[0].Fold}: RMSE ", $"{folds.Folds[0]}", StringComparison.Ordinal);
        RankingResult lists = new RankingProtocol(new RankingOptions { Split = RatingSplit.LeaveLastOut() }).Run(ratings, [bias])["mine"];
        Assert.StartsWith(
            FormattableString.Invariant($"mine: NDCG@10 {lists.Ndcg:0.0000}, hit rate "), $"{lists}", StringComparison.Ordinal);
        ColdStartProtocol newcomers = new(new ColdStartOptions { Groups = 2, KnownRatings = [0, 1] });
        ColdStartResult cold = newcomers.Run(ratings, [bias])["mine"];
        Assert.Matches(@"^mine: 0 known: RMSE \d\.\d{4}, MAE \d\.\d{4}; 1 known: RMSE \d\.\d{4}, MAE \d\.\d{4}$", $"{cold}");
    });

    [Fact]
    public void Checks_say_what_was_found()
    {
        ConformanceReport report = RecommenderConformance.Run(() => new BiasRecommender(40, RatingScale.HalfStars));
        Assert.All(report.Checks, check => Assert.StartsWith($"{check.Outcome}: {check.Name}", $"{check}", StringComparison.Ordinal));
    }

    private static void InOtherCulture(Action act)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        var other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        other.NumberFormat.NumberDecimalSeparator = ",";
        other.NumberFormat.NumberGroupSeparator = ".";
        other.NumberFormat.NegativeSign = "~";
        CultureInfo.CurrentCulture = other;
        try
        {
            act();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
