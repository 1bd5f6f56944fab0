using Spectre.Console;

namespace WeightlessNet.Samples;

/// <summary>Where tables are written.</summary>
internal static class ReportConsole
{
    /// <summary>From how many columns there is room for everything.</summary>
    public const int WideFrom = 124;

    private const int PlainWidth = WideFrom;

    /// <summary>The terminal, or where output is redirected a plain writer that is wide enough for every table.</summary>
    public static IAnsiConsole Create()
    {
        if (!Console.IsOutputRedirected)
        {
            return AnsiConsole.Console;
        }

        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(Console.Out),
        });
        console.Profile.Width = PlainWidth;
        return console;
    }

    /// <summary>Whether there is room for all columns; else those that matter less are left out.</summary>
    public static bool IsWide(IAnsiConsole console) => console.Profile.Width >= WideFrom;

    /// <summary>Writes a title, and makes the table below it in the one look that all have.</summary>
    public static Table BeginTable(IAnsiConsole console, string title, params ReadOnlySpan<string> columns)
    {
        console.MarkupLine($"[bold]{Markup.Escape(title)}[/]");
        Table table = new Table().Border(TableBorder.Simple);
        foreach (string column in columns)
        {
            TableColumn added = new(Markup.Escape(column)) { NoWrap = true };
            table.AddColumn(table.Columns.Count == 0 ? added.LeftAligned() : added.RightAligned());
        }

        return table;
    }

    /// <summary>A cell; the best of its column is bold and bears a star, so that it is seen without colors too.</summary>
    public static Markup Cell(string text, bool isBest) =>
        new(isBest ? $"[bold green]*{Markup.Escape(text)}[/]" : Markup.Escape(text));
}
