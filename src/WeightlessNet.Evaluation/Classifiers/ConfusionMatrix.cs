using System.Globalization;
using WeightlessNet.Evaluation.Classifiers.Internals;
using WeightlessNet.Evaluation.Reports;
using WeightlessNet.Evaluation.Reports.Internals;

namespace WeightlessNet.Evaluation.Classifiers;

/// <summary>How often each class was taken for each class. Immutable and safe to share between threads.</summary>
/// <typeparam name="TLabel">The type of the labels.</typeparam>
public sealed class ConfusionMatrix<TLabel>
    where TLabel : notnull
{
    private const string ClassColumn = "class";
    private const string UnknownColumn = "(unknown)";

    private readonly Dictionary<TLabel, int> _positions;
    private readonly int[,] _counts;

    internal ConfusionMatrix(IReadOnlyList<TLabel> labels, Dictionary<TLabel, int> positions, int[,] counts)
    {
        Labels = labels;
        _positions = positions;
        _counts = counts;
    }

    /// <summary>The classes in their order.</summary>
    public IReadOnlyList<TLabel> Labels { get; }

    /// <summary>How many samples of a class got a class as answer; 0 for an unknown class.</summary>
    /// <param name="actual">The true class.</param>
    /// <param name="answer">The answer.</param>
    /// <exception cref="ArgumentNullException">A label is null.</exception>
    public int this[TLabel actual, TLabel answer] =>
        _positions.TryGetValue(actual, out int row) && _positions.TryGetValue(answer, out int column) ? _counts[row, column] : 0;

    /// <summary>How many samples of a class got no answer: the classifier did not know; 0 for an unknown class.</summary>
    /// <param name="actual">The true class.</param>
    /// <exception cref="ArgumentNullException"><paramref name="actual"/> is null.</exception>
    public int UnknownOf(TLabel actual) => _positions.TryGetValue(actual, out int row) ? _counts[row, Labels.Count] : 0;

    /// <summary>The matrix as text: a row for each true class, a column for each answer.</summary>
    /// <remarks>A column whose name is taken, because two labels have the same text, gets a number: "cat", "cat 2".</remarks>
    public override string ToString() => ToTable().ToString();

    internal ReportTable ToTable()
    {
        TableBuilder<int> table = new TableBuilder<int>("confusion", "Confusion: rows are true classes, columns answers", Rows)
            .Key(ClassColumn, row => LabelText.Of(Labels[row]));
        HashSet<string> taken = [ClassColumn, UnknownColumn];
        for (int i = 0; i < Labels.Count; i++)
        {
            int column = i;
            string name = UniqueName(LabelText.Of(Labels[i]), taken);
            table.Plain(name, name, row => _counts[row, column]);
        }

        return Rows.Any(row => _counts[row, Labels.Count] > 0)
            ? table.Plain(UnknownColumn, UnknownColumn, row => _counts[row, Labels.Count]).Build()
            : table.Build();
    }

    internal int Count(int row, int column) => _counts[row, column];

    // A taken name gets a number, since JSON has no two properties of one name.
    private static string UniqueName(string text, HashSet<string> taken)
    {
        string name = text;
        for (int number = 2; !taken.Add(name); number++)
        {
            name = string.Create(CultureInfo.InvariantCulture, $"{text} {number}");
        }

        return name;
    }

    private IEnumerable<int> Rows => Enumerable.Range(0, Labels.Count);
}
