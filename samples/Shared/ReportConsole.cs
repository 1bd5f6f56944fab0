using Spectre.Console;

namespace WeightlessNet.Samples;

/// <summary>The console for tables.</summary>
internal static class ReportConsole
{
    private const int PlainWidth = 160;

    /// <summary>
    /// The terminal; if the output is redirected, a plain writer that is wide enough for every table, or as wide as COLUMNS says.
    /// </summary>
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
        console.Profile.Width = RequestedWidth.Columns ?? PlainWidth;
        return console;
    }

    /// <summary>Writes a title and creates a table in the common style.</summary>
    public static Table BeginTable(IAnsiConsole console, string title, params ReadOnlySpan<string> columns)
    {
        console.MarkupLine($"[bold]{Markup.Escape(title)}[/]");
        Table table = new Table().Border(TableBorder.Simple);
        foreach (string column in columns)
        {
            // Names wrap where the console is too narrow for them; figures never do.
            TableColumn added = new(Markup.Escape(column));
            table.AddColumn(table.Columns.Count == 0 ? added.LeftAligned() : added.NoWrap().RightAligned());
        }

        return table;
    }

    /// <summary>A cell. The best of its column is bold and has a star, which shows without colors too.</summary>
    public static Markup Cell(string text, bool isBest) =>
        new(isBest ? $"[bold green]*{Markup.Escape(text)}[/]" : Markup.Escape(text));
}
