using System.Globalization;
using WeightlessNet.Bits;
using WeightlessNet.Datasets;

namespace WeightlessNet.Benchmarks.Classification;

/// <summary>A table with a column of numbers that is predicted from others.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Rows">The rows, without those in which a number is missing.</param>
/// <param name="Tests">The data's own test rows; null if it has none.</param>
internal sealed record RegressionTable(string Name, RegressionRows Rows, RegressionRows? Tests)
{
    private const int PartsPerTest = 5;
    private const string Drawn = "17";

    // Of a film of fewer votes the mean is mostly chance.
    private const int LeastVotes = 50;

    private static readonly string[] Genres =
    [
        "Action", "Adventure", "Animation", "Comedy", "Crime", "Documentary", "Drama", "Family", "Fantasy", "History", "Horror", "Music",
        "Mystery", "Romance", "Science Fiction", "Thriller", "War", "Western",
    ];

    /// <summary>The names of all tables.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["krkopt", "pendigits", "magic04-distance", "magic04-size", "dry_bean-extent", "dry_bean-solidity", "films", "books"];

    /// <summary>Reads a table.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="folder">The folder that holds "tables", "the-movies-dataset" and "goodbooks".</param>
    public static RegressionTable Read(string name, string folder)
    {
        string tables = Path.Combine(folder, "tables");
        return name switch
        {
            "krkopt" => new(name, MovesToTheWin(Path.Combine(tables, "krkopt.data")), null),
            "pendigits" => LastCoordinate(name, tables),
            "magic04-distance" => Telescope(name, tables, "Dist"),
            "magic04-size" => Telescope(name, tables, "Size"),
            "dry_bean-extent" => Beans(name, tables, "Extent"),

            // The area and the convex area together would say it.
            "dry_bean-solidity" => Beans(name, tables, "Solidity", "ConvexArea"),
            "films" => new(name, Films(Path.Combine(folder, "the-movies-dataset", "movies_metadata.csv")), null),
            "books" => new(name, Books(Path.Combine(folder, "goodbooks", "books.csv")), null),
            _ => throw new ArgumentException($"There is no table '{name}': there are {string.Join(", ", Names)}."),
        };
    }

    /// <summary>The rows to learn in random order, and the rows to ask about: the data's own, or a random fifth.</summary>
    public (RegressionRows Train, RegressionRows Test) Divide(ulong seed)
    {
        int[] order = [.. Enumerable.Range(0, Rows.Count)];
        new SplitMix64(seed).Shuffle<int>(order);
        int tests = Tests is null ? Rows.Count / PartsPerTest : 0;
        return (Rows.At(order.AsSpan(tests)), Tests ?? Rows.At(order.AsSpan(0, tests)));
    }

    private static RegressionRows MovesToTheWin(string path)
    {
        LabeledTable table = TableReader.Read(path, new TableOptions { HasHeader = false, LabelIndex = -1 });
        double[][] columns = [.. table.Columns.Select(NumbersOf)];
        string[] results = [.. table.Labels.ToArray().Select(label => table.Classes[label])];
        return RowsOf(
            [.. Enumerable.Range(0, table.RowCount).Where(row => results[row] != Drawn)],
            row => columns.Select(column => column[row]),
            row => double.Parse(results[row], CultureInfo.InvariantCulture));
    }

    // Eight points of a pen, x and y each: the height of the last one from the first seven.
    private static RegressionTable LastCoordinate(string name, string folder)
    {
        TableOptions options = new() { HasHeader = false, LabelIndex = -1 };
        string[] points = [.. Enumerable.Range(0, 14).Select(column => column.ToString(CultureInfo.InvariantCulture))];
        RegressionRows Read(string file)
        {
            LabeledTable table = TableReader.Read(Path.Combine(folder, file), options);
            return ColumnsOf(table, points, "15");
        }

        return new RegressionTable(name, Read("pendigits.tra"), Read("pendigits.tes"));
    }

    private static RegressionTable Telescope(string name, string folder, string target)
    {
        RegressionRows Read(string file) => AllBut(Path.Combine(folder, file), target, "class");
        return new RegressionTable(name, Read("magic04_train.csv"), Read("magic04_test.csv"));
    }

    private static RegressionTable Beans(string name, string folder, string target, params string[] hidden) =>
        new(name, AllBut(Path.Combine(folder, "dry_bean.csv"), target, [.. hidden, "Bean ID", "Class"]), null);

    // The mean vote of a film from its year, length, budget, income, number of votes, popularity and genres.
    private static RegressionRows Films(string path)
    {
        LabeledTable table = TableReader.Read(path, new TableOptions { HasHeader = true, WordColumns = ["release_date", "genres"] });
        string[] names = ["runtime", "budget", "revenue", "vote_count", "popularity"];
        double[][] columns = [.. names.Select(column => NumbersOf(table.Column(column)))];
        double[] votes = NumbersOf(table.Column("vote_count"));
        double[] means = NumbersOf(table.Column("vote_average"));
        IReadOnlyList<string?> genres = table.Column("genres").Words;
        IReadOnlyList<string?> dates = table.Column("release_date").Words;
        return RowsOf(
            [.. Enumerable.Range(0, table.RowCount).Where(row => votes[row] >= LeastVotes && columns[0][row] > 0 && dates[row] is not null)],
            row =>
            [
                .. columns.Select(column => column[row]),
                double.Parse(dates[row].AsSpan(0, 4), CultureInfo.InvariantCulture),
                .. Genres.Select(genre => genres[row]?.Contains($"'{genre}'", StringComparison.Ordinal) == true ? 1.0 : 0),
            ],
            row => means[row]);
    }

    private static RegressionRows Books(string path) => ColumnsOf(
        TableReader.Read(path, new TableOptions { HasHeader = true, MissingMarks = [""] }),
        ["books_count", "original_publication_year", "ratings_count", "work_ratings_count", "work_text_reviews_count"],
        "average_rating");

    private static RegressionRows AllBut(string path, string target, params string[] ignored)
    {
        LabeledTable table = TableReader.Read(path, new TableOptions { IgnoredColumns = ignored });
        return ColumnsOf(table, [.. table.Columns.Select(column => column.Name).Where(column => column != target)], target);
    }

    private static RegressionRows ColumnsOf(LabeledTable table, string[] features, string target)
    {
        double[][] columns = [.. features.Select(feature => NumbersOf(table.Column(feature)))];
        double[] targets = NumbersOf(table.Column(target));
        return RowsOf([.. Enumerable.Range(0, table.RowCount)], row => columns.Select(column => column[row]), row => targets[row]);
    }

    private static RegressionRows RowsOf(int[] rows, Func<int, IEnumerable<double>> features, Func<int, double> target)
    {
        var whole = rows.Select(row => (Features: features(row).ToArray(), Target: target(row)))
            .Where(row => !double.IsNaN(row.Target) && !row.Features.Any(double.IsNaN)).ToArray();
        return new RegressionRows([.. whole.SelectMany(row => row.Features)], [.. whole.Select(row => row.Target)]);
    }

    private static double[] NumbersOf(TableColumn column) => column.IsNumeric
        ? column.Numbers.ToArray()
        : throw new InvalidDataException($"The column '{column.Name}' holds words.");
}
