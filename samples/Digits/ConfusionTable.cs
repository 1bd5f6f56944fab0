using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace DigitsSample;

/// <summary>A confusion matrix as a table or, if it has too many classes for one, its most frequent mistakes.</summary>
internal static class ConfusionTable
{
    private const int MostClasses = 12;
    private const int ListedMistakes = 12;

    public static void Write(IAnsiConsole console, TrialResult result, ClassNames names)
    {
        if (result.Confusion.Labels.Count <= MostClasses)
        {
            WriteMatrix(console, result, names);
        }
        else
        {
            WriteMistakes(console, result, names);
        }

        console.WriteLine();
    }

    private static void WriteMatrix(IAnsiConsole console, TrialResult result, ClassNames names)
    {
        ConfusionMatrix confusion = result.Confusion;
        string[] unknown = confusion.HasUnknown ? ["?"] : [];
        int columns = confusion.Labels.Count + unknown.Length;
        Table table = ReportConsole.BeginTable(
            console,
            $"{result.Name}: what each class (row) was taken for (column)",
            ["", .. confusion.Labels.Select(Text), .. unknown, "right %"]);
        for (int row = 0; row < confusion.Labels.Count; row++)
        {
            int count = confusion.CountOf(row);
            table.AddRow(
            [
                new Markup($"[bold]{Markup.Escape(names.WithNumber(confusion.Labels[row]))}[/]"),
                .. Enumerable.Range(0, columns).Select(column => Cell(confusion[row, column], row == column)),
                new Markup(count == 0 ? "-" : (100.0 * confusion[row, row] / count).ToString("0.0", CultureInfo.InvariantCulture)),
            ]);
        }

        MoveTogether(table, console);
        console.Write(table);
        if (confusion.HasUnknown)
        {
            console.WriteLine("?: the classifier does not know.");
        }
    }

    // Where the console is narrow, less room between the columns is better than broken names.
    private static void MoveTogether(Table table, IAnsiConsole console)
    {
        RenderOptions options = RenderOptions.Create(console);
        if (((IRenderable)table).Measure(options, int.MaxValue).Max <= console.Profile.Width)
        {
            return;
        }

        foreach (TableColumn column in table.Columns)
        {
            column.Padding(0, 0);
        }
    }

    private static void WriteMistakes(IAnsiConsole console, TrialResult result, ClassNames names)
    {
        ConfusionMatrix confusion = result.Confusion;
        Table table = ReportConsole.BeginTable(console, $"{result.Name}: the most frequent mistakes", "class", "taken for", "times", "of");
        var mistakes =
            from row in Enumerable.Range(0, confusion.Labels.Count)
            from column in Enumerable.Range(0, confusion.Labels.Count + 1)
            where row != column && confusion[row, column] > 0
            orderby confusion[row, column] descending, row, column
            select (Row: row, Column: column);
        foreach ((int row, int column) in mistakes.Take(ListedMistakes))
        {
            table.AddRow(
                Markup.Escape(names.WithNumber(confusion.Labels[row])),
                column == confusion.UnknownColumn ? "?" : Markup.Escape(names.WithNumber(confusion.Labels[column])),
                confusion[row, column].ToString("N0", CultureInfo.InvariantCulture),
                confusion.CountOf(row).ToString("N0", CultureInfo.InvariantCulture));
        }

        console.Write(table);
    }

    private static Markup Cell(int count, bool isRight)
    {
        string text = count == 0 ? "." : count.ToString(CultureInfo.InvariantCulture);
        return new Markup(isRight ? $"[bold green]{text}[/]" : count == 0 ? $"[grey]{text}[/]" : text);
    }

    private static string Text(byte label) => label.ToString(CultureInfo.InvariantCulture);
}
