using System.Text.Json;
using WeightlessNet.Discriminators;
using WeightlessNet.Evaluation.Classifiers;
using WeightlessNet.Evaluation.Reports;
using WeightlessNet.Models;

namespace WeightlessNet.Evaluation.Tests.Classifiers;

public class ClassifierEvaluationTests
{
    private static readonly string[] Actual = ["cat", "cat", "cat", "dog", "dog", "owl"];

    [Fact]
    public void Figures_of_answers_match_hand_computed_values()
    {
        ClassificationReport<string> report = ClassifierEvaluation.Of(
            Actual, [Known("cat"), Known("cat"), Known("dog"), Known("dog"), default, Known("cat")]);

        Assert.Equal((6, 1), (report.Count, report.UnknownCount));
        Assert.Equal(3 / 6.0, report.Accuracy);
        Assert.Equal(3 / 6.0, report.MajorityAccuracy);
        Assert.Equal(((2 / 3.0) + 0.5 + 0) / 3, report.BalancedAccuracy, 15);
        Assert.Equal(["cat", "dog", "owl"], report.Confusion.Labels);
        Assert.Equal(
            (2, 1, 0, 1, 1, 0),
            (report.Confusion["cat", "cat"], report.Confusion["cat", "dog"], report.Confusion["dog", "cat"],
                report.Confusion["dog", "dog"], report.Confusion["owl", "cat"], report.Confusion["owl", "owl"]));
        Assert.Equal((1, 0, 0), (report.Confusion.UnknownOf("dog"), report.Confusion.UnknownOf("cat"), report.Confusion["cat", "bee"]));
        Assert.Equal((3, 2 / 3.0, 2 / 3.0), (report["cat"].Count, report["cat"].Precision, report["cat"].Recall));
        Assert.Equal((2, 0.5, 0.5, 0.5), (report["dog"].Count, report["dog"].Precision, report["dog"].Recall, report["dog"].F1));
        Assert.Equal((1, 0.0, 0.0, 0.0), (report["owl"].Count, report["owl"].Precision, report["owl"].Recall, report["owl"].F1));
        Assert.Equal(((2 / 3.0) + 0.5) / 3, report.MacroF1, 15);
        Assert.Equal(
            (null, null, null, null), (report.LogLoss, report.Auc, report.BrierScore, report.CalibrationError));
        Assert.Empty(report.Calibration);
        Assert.Contains("cat, dog, owl", Assert.Throws<KeyNotFoundException>(() => report["bee"]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Figures_of_probabilities_match_hand_computed_values()
    {
        double[] probabilities = [0.9, 0.1, 0.8, 0.2, 0.35, 0.65, 0.55, 0.45];

        ClassificationReport<int> report = ClassifierEvaluation.Of([0, 0, 0, 1], [0, 1], probabilities);

        // The answers are 0, 0, 1, 0: two are right.
        Assert.Equal(0.5, report.Accuracy);
        Assert.Equal(-(Math.Log(0.9) + Math.Log(0.8) + Math.Log(0.35) + Math.Log(0.45)) / 4, report.LogLoss!.Value, 14);
        Assert.Equal(2 * (0.01 + 0.04 + (0.65 * 0.65) + (0.55 * 0.55)) / 4, report.BrierScore!.Value, 14);

        // Each of the bins of 0.5, 0.6, 0.8 and 0.9 has one sample; the first two are wrong.
        Assert.Equal((0.55 + 0.65 + 0.2 + 0.1) / 4, report.CalibrationError!.Value, 14);
        Assert.Equal([0, 0, 0, 0, 0, 1, 1, 0, 1, 1], report.Calibration.Select(bin => bin.Count));
        Assert.Equal((0.55, 0.0), (report.Calibration[5].MeanProbability, report.Calibration[5].Accuracy));

        // Of class 1, the only sample has 0.45: more than two of the three others.
        Assert.Equal(2 / 3.0, report[1].Auc!.Value, 15);
        Assert.Equal(report[0].Auc, report[1].Auc);
        Assert.Equal(report[0].Auc, report.Auc);
        Assert.Equal(
            [new(double.PositiveInfinity, 0, 0), new(0.65, 1 / 3.0, 0), new(0.45, 1 / 3.0, 1), new(0.2, 2 / 3.0, 1), new(0.1, 1, 1)],
            report[1].Roc);
    }

    [Fact]
    public void The_area_under_the_curve_is_that_of_all_pairs_and_ties_count_half()
    {
        Random random = new(5);
        bool[] actual = [.. Enumerable.Range(0, 80).Select(_ => random.Next(3) == 0)];
        double[] probabilities = [.. Enumerable.Range(0, 80).Select(_ => random.Next(11) / 10.0)];

        ClassResult<bool> result =
            ClassifierEvaluation.Of(actual, [true, false], [.. probabilities.SelectMany(p => (double[])[p, 1 - p])])[true];

        double pairs = 0;
        double won = 0;
        for (int i = 0; i < actual.Length; i++)
        {
            for (int j = 0; j < actual.Length; j++)
            {
                if (actual[i] && !actual[j])
                {
                    pairs++;
                    won += probabilities[i] > probabilities[j] ? 1 : probabilities[i] == probabilities[j] ? 0.5 : 0;
                }
            }
        }

        Assert.Equal(won / pairs, result.Auc!.Value, 14);
        double trapezoids = result.Roc.Zip(result.Roc.Skip(1)).Sum(pair =>
            (pair.Second.FalsePositiveRate - pair.First.FalsePositiveRate)
                * (pair.First.TruePositiveRate + pair.Second.TruePositiveRate) / 2);
        Assert.Equal(trapezoids, result.Auc!.Value, 12);
    }

    [Fact]
    public void A_class_without_probability_costs_a_bounded_loss_and_has_no_area()
    {
        ClassificationReport<string> report = ClassifierEvaluation.Of(["a", "z"], ["a", "b"], [1, 0, 0.5, 0.5]);

        Assert.Equal(-Math.Log(1e-15) / 2, report.LogLoss!.Value, 10);
        Assert.Equal((0 + 1 + 0.25 + 0.25) / 2, report.BrierScore);
        Assert.Equal((0.5, null), (report.Accuracy, report["z"].Auc));
        Assert.Equal(1.0, report["a"].Auc);
    }

    [Fact]
    public void Classifiers_are_judged_by_what_they_answer_on_any_number_of_threads()
    {
        (double[] numbers, string[] labels) = Blobs(400, seed: 1);
        (double[] testNumbers, string[] testLabels) = Blobs(700, seed: 2);
        SampleBatch test = new(testNumbers, 2);
        InputLayer layer = InputLayer.ForFeatures(numbers, 2);
        WisardClassifier<string> wisard = new(layer);
        wisard.Learn(new SampleBatch(numbers, 2), labels);
        MarginClassifier<string> margin = new(InputLayer.ForFeaturesWithSmallNodes(numbers, 2), ["left", "right"]);
        margin.Learn(new SampleBatch(numbers, 2), labels);

        ClassificationReport<string>[] reports =
            [ClassifierEvaluation.Of(wisard, test, testLabels), ClassifierEvaluation.Of(margin, test, testLabels)];

        int right = wisard.Classify(test).Zip(testLabels).Count(pair => pair.First.Label == pair.Second);
        Assert.Equal(right / 700.0, reports[0].Accuracy);
        Assert.All(reports, report =>
        {
            Assert.InRange(report.Accuracy, 0.8, 0.99);
            Assert.InRange(report.Auc!.Value, 0.88, 0.9999);
            Assert.InRange(report.LogLoss!.Value, 0.05, 0.5);
            Assert.InRange(report.CalibrationError!.Value, 0, 0.1);
        });
        Assert.Equal(Json(reports[0]), Json(ClassifierEvaluation.Of(wisard, test, testLabels, maxDegreeOfParallelism: 8)));
        Assert.Equal(Json(reports[1]), Json(ClassifierEvaluation.Of(margin, test, testLabels, maxDegreeOfParallelism: 8)));
    }

    [Fact]
    public void The_report_prints_in_eighty_columns_and_all_figures_are_in_its_files()
    {
        string[] many = [.. Enumerable.Range(0, 40).Select(i => $"class {i}, with a name that is quite long indeed")];
        ClassificationReport<string> report = ClassifierEvaluation.Of(
            many, many, [.. Enumerable.Range(0, 1600).Select(i => i % 41 == 0 ? 1.0 : 0.0)]);

        Assert.All($"{report}\n{report.Confusion}".Split('\n'), line => Assert.InRange(line.Length, 0, 80));
        Assert.Contains("accuracy", report.ToString(), StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(Json(report));
        Assert.Equal(1.0, json.RootElement.GetProperty("results")[0].GetProperty("auc").GetDouble());
        Assert.Equal(40, json.RootElement.GetProperty("confusion").GetArrayLength());
        Assert.Equal(10, json.RootElement.GetProperty("calibration").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("roc")[0].GetProperty("threshold").ValueKind);
    }

    [Fact]
    public void Labels_of_equal_text_are_different_classes()
    {
        Same[] labels = [new(1), new(2), new(3)];
        ClassificationReport<Same> report = ClassifierEvaluation.Of(
            [labels[0], labels[1], labels[1]], [Known(labels[0]), Known(labels[0]), Known(labels[1])]);

        Assert.Equal((1, 0.5), (report[labels[0]].Count, report[labels[0]].Precision));
        Assert.Equal((2, 1.0), (report[labels[1]].Count, report[labels[1]].Precision));
        Assert.Contains("'same'", Assert.Throws<KeyNotFoundException>(() => report[labels[2]]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_column_of_the_confusion_matrix_has_the_name_of_another()
    {
        string[] words = ["class", "(unknown)", "class 2", "cat"];
        Same[] labels = [new(1), new(2)];

        ReportTable ofWords = ClassifierEvaluation.Of(words, [Known("class"), default, Known("cat"), Known("cat")]).ToTables()[2];
        ReportTable ofSame = ClassifierEvaluation.Of(labels, [Known(labels[0]), Known(labels[1])]).ToTables()[2];

        Assert.Equal(["class", "(unknown) 2", "cat", "class 2", "class 2 2", "(unknown)"], ofWords.ColumnNames);
        Assert.Equal(["class", "same", "same 2"], ofSame.ColumnNames);
    }

    [Fact]
    public void The_order_of_the_classes_does_not_depend_on_the_culture()
    {
        // Pairs have an order, but that of their strings is the current culture's.
        (string, int)[] pairs = [("zebra", 2), ("\u00E5l", 1), ("Cat", 4), ("cat", 3)];
        string[] words = [.. pairs.Select(pair => pair.Item1)];
        DayOfWeek[] days = [DayOfWeek.Friday, DayOfWeek.Sunday];
        int[] numbers = [20, 100, -3];

        Assert.Equal(pairs, ClassifierEvaluation.Of(pairs, [.. pairs.Select(Known)]).Confusion.Labels);
        Assert.Equal(
            ["Cat", "cat", "zebra", "\u00E5l"], ClassifierEvaluation.Of(words, [.. words.Select(Known)]).Confusion.Labels);
        Assert.Equal(
            [DayOfWeek.Sunday, DayOfWeek.Friday], ClassifierEvaluation.Of(days, [.. days.Select(Known)]).Confusion.Labels);
        Assert.Equal([-3, 20, 100], ClassifierEvaluation.Of(numbers, [.. numbers.Select(Known)]).Confusion.Labels);
    }

    [Fact]
    public void Input_that_does_not_fit_is_refused_with_what_to_do()
    {
        Assert.Throws<ArgumentException>("actual", () => ClassifierEvaluation.Of<string>([], []));
        Assert.Throws<ArgumentException>("actual", () => ClassifierEvaluation.Of(["a"], [Known("a"), Known("a")]));
        Assert.Throws<ArgumentException>("actual", () => ClassifierEvaluation.Of(["a", null!], [Known("a"), Known("a")]));
        Assert.Throws<ArgumentException>("classes", () => ClassifierEvaluation.Of(["a"], ["a", "a"], [0.5, 0.5]));
        Assert.Throws<ArgumentException>("classes", () => ClassifierEvaluation.Of<string>(["a"], (string[])[], []));
        Assert.Contains(
            "2 probabilities, not 3",
            Assert.Throws<ArgumentException>("probabilities", () => ClassifierEvaluation.Of(["a"], ["a", "b"], [0.5, 0.5, 0])).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "Divide",
            Assert.Throws<ArgumentException>("probabilities", () => ClassifierEvaluation.Of(["a"], ["a", "b"], [0.5, 0.4])).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("probabilities", () => ClassifierEvaluation.Of(["a"], ["a", "b"], [double.NaN, 1]));
        Assert.Throws<ArgumentException>("probabilities", () => ClassifierEvaluation.Of(["a"], ["a", "b"], [-0.5, 1.5]));
        Assert.Throws<ArgumentNullException>(
            "label", () => ClassifierEvaluation.Of(["a"], [Known("a")])[null!]);
    }

    private static Classification<TLabel> Known<TLabel>(TLabel label) => new(true, label, 1);

    private static string Json<TLabel>(ClassificationReport<TLabel> report)
        where TLabel : notnull
    {
        using MemoryStream stream = new();
        report.WriteJson(stream);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    // Two overlapping clouds of points.
    private static (double[] Numbers, string[] Labels) Blobs(int count, int seed)
    {
        Random random = new(seed);
        double[] numbers = new double[2 * count];
        string[] labels = new string[count];
        for (int i = 0; i < count; i++)
        {
            labels[i] = i % 2 == 0 ? "left" : "right";
            double center = i % 2 == 0 ? -1.2 : 1.2;
            for (int c = 0; c < 2; c++)
            {
                double normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
                numbers[(2 * i) + c] = center + normal;
            }
        }

        return (numbers, labels);
    }

    private sealed record Same(int Number)
    {
        public override string ToString() => "same";
    }
}
