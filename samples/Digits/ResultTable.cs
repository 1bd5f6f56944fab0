using System.Globalization;
using Spectre.Console;

namespace DigitsSample;

/// <summary>The classifiers side by side.</summary>
internal static class ResultTable
{
    public static void Write(IAnsiConsole console, IReadOnlyList<TrialResult> results)
    {
        Table table = ReportConsole.BeginTable(
            console, "Test images classified correctly", "classifier", "right %", "of", "learn s", "classify us");
        double best = results.Max(result => result.Confusion.Accuracy);
        foreach (TrialResult result in results)
        {
            ConfusionMatrix confusion = result.Confusion;
            table.AddRow(
                ReportConsole.Cell(result.Name, isBest: false),
                ReportConsole.Cell(Text(100 * confusion.Accuracy, "0.00"), confusion.Accuracy == best),
                ReportConsole.Cell(Text(confusion.Count, "N0"), isBest: false),
                ReportConsole.Cell(Text(result.LearnSeconds, "0.00"), isBest: false),
                ReportConsole.Cell(Text(1e6 * result.ClassifySeconds / confusion.Count, "0.0"), isBest: false));
        }

        console.Write(table);
        console.WriteLine("* best. Times: learning all images; classifying one image. One thread.");
        console.WriteLine();
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
