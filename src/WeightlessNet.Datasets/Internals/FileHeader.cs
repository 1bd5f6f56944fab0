namespace WeightlessNet.Datasets.Internals;

/// <summary>The column names of a file.</summary>
internal sealed class FileHeader(DelimitedFile file, Dictionary<string, int> columns)
{
    /// <summary>The position of a column, or -1 if the file has no column with that name.</summary>
    public int Find(string name) => columns.GetValueOrDefault(name, -1);

    /// <summary>The position of a required column. Call it before the next record is read.</summary>
    public int Require(string name) =>
        columns.TryGetValue(name, out int column)
            ? column
            : throw file.Malformed($"no column is called '{name}'", string.Join(',', columns.Keys));
}
