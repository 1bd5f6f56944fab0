using Spectre.Console;

namespace WeightlessNet.Samples;

/// <summary>The console for tables.</summary>
internal static class ReportConsole
{
    /// <summary>The console width from which every column fits.</summary>
    public const int WideFrom = 124;

    private const int PlainWidth = WideFrom;

    /// <summary>The terminal; if the output is redirected, a plain writer that is wide enough for every table.</summary>
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

    /// <summary>Whether all columns fit; otherwise the less important ones are left out.</summary>
    public static bool IsWide(IAnsiConsole console) => console.Profile.Width >= WideFrom;

    /// <summary>Writes a title and creates a table in the common style.</summary>
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

    /// <summary>A cell. The best of its column is bold and has a star, which shows without colors too.</summary>
    public static Markup Cell(string text, bool isBest) =>
        new(isBest ? $"[bold green]*{Markup.Escape(text)}[/]" : Markup.Escape(text));
}
