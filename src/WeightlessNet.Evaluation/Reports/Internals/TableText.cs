using System.Globalization;
using System.Text;

namespace WeightlessNet.Evaluation.Reports.Internals;

/// <summary>Writes a table as text of a fixed width.</summary>
internal static class TableText
{
    /// <summary>The number of characters in a line.</summary>
    public const int Width = 80;

    private const int WidestKey = 32;
    private const int WidestOther = 30;
    private const string Gap = "  ";

    public static string Of(string title, int rowCount, IReadOnlyList<ReportColumn> columns)
    {
        StringBuilder text = new();
        AppendWrapped(text, title);
        object?[] groups = [.. columns.FirstOrDefault(column => column.IsGroup)?.Values ?? new object?[rowCount]];
        Cells[] all = [.. columns.Where(IsShown).Select(column => Cells.Of(column, groups))];
        foreach (Cells[] block in Blocks(all))
        {
            for (int row = -1; row < rowCount; row++)
            {
                string line = string.Join(Gap, block.Select(cells => cells.Line(row)));
                text.Append(line.TrimEnd()).Append('\n');
            }
        }

        if (all.Any(cells => cells.HasStar))
        {
            text.Append("* best\n");
        }

        return text.ToString();
    }

    private static bool IsShown(ReportColumn column) => !column.IsFileOnly && column.Values.Any(value => value is not null);

    // The columns side by side, in as many blocks as the width needs. Every block begins with the columns that name the rows.
    private static List<Cells[]> Blocks(Cells[] all)
    {
        Cells[] keys = [.. all.Where(cells => cells.IsKey)];
        Cells[] others = [.. all.Where(cells => !cells.IsKey)];
        int keyWidth = keys.Sum(cells => cells.Width + Gap.Length);
        List<Cells[]> blocks = [];
        for (int start = 0; start < others.Length || blocks.Count == 0;)
        {
            int end = start;
            for (int width = keyWidth; end < others.Length; end++)
            {
                width += others[end].Width + (end > start ? Gap.Length : 0);
                if (width > Width && end > start)
                {
                    break;
                }
            }

            blocks.Add([.. keys, .. others[start..end]]);
            start = end;
        }

        return blocks;
    }

    /// <summary>Appends words in lines of at most the width, unless a single word is longer, and ends the last line.</summary>
    public static void AppendWrapped(StringBuilder text, string words, string indent = "")
    {
        string line = "";
        foreach (string word in words.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > Width)
            {
                text.Append(line).Append('\n');
                line = "";
            }

            line = line.Length == 0 ? indent + word : $"{line} {word}";
        }

        text.Append(line).Append('\n');
    }

    /// <summary>The heading and the cells of a column, padded to one width.</summary>
    private sealed class Cells
    {
        private readonly string[] _texts;
        private readonly bool _isText;

        private Cells(string[] texts, ReportColumn column, bool hasStar)
        {
            _isText = column.IsKey || column.Values.Any(value => value is string);
            int widest = column.IsKey ? WidestKey : WidestOther;
            _texts = Array.ConvertAll(texts, text => Cut(text, widest));
            Width = _texts.Max(text => text.Length);
            IsKey = column.IsKey;
            HasStar = hasStar;
        }

        public int Width { get; }

        public bool IsKey { get; }

        public bool HasStar { get; }

        /// <summary>Makes the cells of a column.</summary>
        /// <param name="column">The column.</param>
        /// <param name="groups">For each row the group that it is compared in.</param>
        public static Cells Of(ReportColumn column, object?[] groups)
        {
            bool[] stars = new bool[groups.Length];
            if (column.Better != Better.Neither)
            {
                foreach (IGrouping<object?, int> rows in Enumerable.Range(0, groups.Length).GroupBy(row => groups[row]))
                {
                    Mark(column, [.. rows.Where(row => column.Values[row] is double)], stars);
                }
            }

            bool hasStar = stars.Contains(true);
            string blank = hasStar ? " " : "";
            string[] cells =
                [.. groups.Select((_, row) => Text(column.Values[row], column.Format) + (stars[row] ? "*" : blank))];
            return new Cells([column.Title + blank, .. cells], column, hasStar);
        }

        public string Line(int row) => _isText ? _texts[row + 1].PadRight(Width) : _texts[row + 1].PadLeft(Width);

        // A star tells nothing where all figures are equal.
        private static void Mark(ReportColumn column, int[] rows, bool[] stars)
        {
            double[] figures = Array.ConvertAll(rows, row => (double)column.Values[row]!);
            if (figures.Distinct().Count() > 1)
            {
                double best = column.Better == Better.Less ? figures.Min() : figures.Max();
                Array.ForEach(rows, row => stars[row] |= (double)column.Values[row]! == best);
            }
        }

        private static string Cut(string text, int widest)
        {
            int end = widest - 3;
            return text.Length <= widest ? text : $"{text[..(char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)]}...";
        }

        private static string Text(object? value, string format) => value switch
        {
            null => "-",
            double figure => figure.ToString(Math.Abs(figure) < 10_000 || format == "G6" ? format : "0.0", CultureInfo.InvariantCulture),
            string text => string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter)),
            _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
        };
    }
}
