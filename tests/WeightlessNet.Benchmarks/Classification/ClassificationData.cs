using WeightlessNet.Bits;
using WeightlessNet.Datasets;

namespace WeightlessNet.Benchmarks.Classification;

/// <summary>A data set for classification, divided into training and test rows.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Classes">The number of classes.</param>
/// <param name="ImageWidth">The width and height of the images; 0 if rows are not images.</param>
/// <param name="Train">The training rows, in random order.</param>
/// <param name="Test">The test rows.</param>
internal sealed record ClassificationData(string Name, int Classes, int ImageWidth, LabeledRows Train, LabeledRows Test)
{
    private const ulong Seed = 1;
    private const int PartsPerTest = 5;

    /// <summary>The names of all data sets.</summary>
    public static IReadOnlyList<string> Names { get; } = ["pendigits", "krkopt", "dry_bean", "magic04", "agaricus", "fashion-mnist"];

    /// <summary>Reads a data set. Where it has no test file, a random fifth of the rows is the test.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="folder">The folder that holds "tables" and "fashion-mnist".</param>
    public static ClassificationData Read(string name, string folder) => name switch
    {
        "pendigits" => Tables(folder, name, "pendigits.tra", "pendigits.tes", new TableOptions { LabelIndex = -1, HasHeader = false }),
        "krkopt" => Tables(folder, name, "krkopt.data", null, new TableOptions { LabelIndex = -1, HasHeader = false }),
        "dry_bean" => Tables(
            folder, name, "dry_bean.csv", null, new TableOptions { LabelColumn = "Class", IgnoredColumns = ["Bean ID"] }),
        "magic04" => Tables(folder, name, "magic04_train.csv", "magic04_test.csv", new TableOptions { LabelColumn = "class" }),
        "agaricus" => Tables(folder, name, "agaricus-lepiota.csv", null, new TableOptions { LabelColumn = "classes", MissingMarks = [] }),
        "fashion-mnist" => Images(Path.Combine(folder, name), name),
        _ => throw new ArgumentException($"There is no data set '{name}': there are {string.Join(", ", Names)}."),
    };

    private static ClassificationData Tables(string folder, string name, string train, string? test, TableOptions options)
    {
        LabeledTable table = TableReader.Read(Path.Combine(folder, "tables", train), options);
        LabeledRows rows = RowsOf(table);
        int[] order = [.. Enumerable.Range(0, rows.Count)];
        SplitMix64 random = new(Seed);
        random.Shuffle<int>(order);
        if (test is not null)
        {
            LabeledTable other = TableReader.Read(Path.Combine(folder, "tables", test), options with { Like = table });
            return new ClassificationData(name, table.Classes.Count, 0, rows.At(order), RowsOf(other));
        }

        int tests = rows.Count / PartsPerTest;
        return new ClassificationData(name, table.Classes.Count, 0, rows.At(order.AsSpan(tests)), rows.At(order.AsSpan(0, tests)));
    }

    private static LabeledRows RowsOf(LabeledTable table)
    {
        TableColumn[] numeric = [.. table.Columns.Where(column => column.IsNumeric)];
        TableColumn[] verbal = [.. table.Columns.Where(column => !column.IsNumeric)];
        if (numeric.Length > 0 && verbal.Length > 0)
        {
            throw new InvalidDataException($"'{table.Name}' has columns of numbers and columns of words.");
        }

        double[] numbers = new double[table.RowCount * numeric.Length];
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = numeric[i % numeric.Length].Numbers.Span[i / numeric.Length];
        }

        string[][] words = verbal.Length == 0
            ? []
            : [.. Enumerable.Range(0, table.RowCount).Select(row => verbal.Select(column => column.Words[row] ?? "").ToArray())];
        return new LabeledRows(numbers, words, table.Labels.ToArray());
    }

    private static ClassificationData Images(string folder, string name)
    {
        ImageDatasetSplit images = IdxReader.Read(folder);
        return new ClassificationData(name, 10, images.Train.Width, RowsOf(images.Train), RowsOf(images.Test));
    }

    private static LabeledRows RowsOf(ImageDataset images) => new(
        Array.ConvertAll(images.Pixels.ToArray(), pixel => (double)pixel),
        [],
        Array.ConvertAll(images.Labels.ToArray(), label => (int)label));
}
