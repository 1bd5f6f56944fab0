namespace MovieLensSample;

/// <summary>A column of figures, one per system.</summary>
/// <param name="Title">The heading of the column.</param>
/// <param name="Values">The figures; null where there is none.</param>
/// <param name="Format">How a figure is written.</param>
/// <param name="Better">Whether a low or a high figure is better.</param>
internal sealed record FigureColumn(string Title, IReadOnlyList<double?> Values, Func<double, string> Format, Better Better)
{
    /// <summary>The best figure; null if no figure is better than another.</summary>
    public double? Best => Better switch
    {
        Better.Less => Values.Min(),
        Better.More => Values.Max(),
        _ => null,
    };

    /// <summary>A column of errors: less is better.</summary>
    public static FigureColumn Error(string title, IEnumerable<double?> values) => new(title, [.. values], Figures.Error, Better.Less);

    /// <summary>A column of errors: less is better.</summary>
    public static FigureColumn Error(string title, IEnumerable<double> values) => Error(title, values.Select(value => (double?)value));

    /// <summary>A column of shares and the like: more is better.</summary>
    public static FigureColumn Score(string title, IEnumerable<double?> values) => new(title, [.. values], Figures.Score, Better.More);

    /// <summary>A column of shares and the like: more is better.</summary>
    public static FigureColumn Score(string title, IEnumerable<double> values) => Score(title, values.Select(value => (double?)value));

    /// <summary>A column of figures where neither less nor more is better.</summary>
    public static FigureColumn Plain(string title, IEnumerable<double?> values, Func<double, string> format) =>
        new(title, [.. values], format, Better.Neither);

    /// <summary>A column of figures where neither less nor more is better.</summary>
    public static FigureColumn Plain(string title, IEnumerable<double> values, Func<double, string> format) =>
        Plain(title, values.Select(value => (double?)value), format);

    public string TextOf(int row) => Values[row] is double value ? Format(value) : "-";
}
