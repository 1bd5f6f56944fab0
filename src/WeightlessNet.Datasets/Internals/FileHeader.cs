namespace WeightlessNet.Datasets.Internals;

/// <summary>The column names of a file. Case, blanks, '_' and '-' do not distinguish names.</summary>
internal sealed class FileHeader(DelimitedFile file, Dictionary<string, int> columns)
{
    /// <summary>The position of a column, or -1 if the file has no column with that name. Call it before the next record is read.</summary>
    /// <exception cref="InvalidDataException">Several columns may be meant.</exception>
    public int Find(string name)
    {
        if (columns.TryGetValue(name, out int exact))
        {
            return exact;
        }

        string[] alike = [.. columns.Keys.Where(column => AreAlike(column, name))];
        return alike.Length switch
        {
            0 => -1,
            1 => columns[alike[0]],
            _ => throw file.Malformed($"several columns may be '{name}'", string.Join(',', alike)),
        };
    }

    /// <summary>The position of the one column that has one of several names. Call it before the next record is read.</summary>
    /// <exception cref="InvalidDataException">There is no such column, or several may be meant.</exception>
    public int RequireOne(params ReadOnlySpan<string> names) =>
        FindOne(names, [], []) is >= 0 and int column
            ? column
            : throw file.Malformed($"no column is called {AnyOf(names)}; name one of these", string.Join(',', columns.Keys));

    /// <summary>
    /// The position of the one column that has one of several names, or -1 if the file has none. Call it before the next record is read.
    /// </summary>
    /// <param name="names">The names.</param>
    /// <param name="hints">Parts of other names of such a column. A column with one of them is refused, not left out in silence.</param>
    /// <param name="assigned">The positions of columns with another meaning, which are not refused.</param>
    /// <exception cref="InvalidDataException">It is unclear which column is meant.</exception>
    public int FindOne(ReadOnlySpan<string> names, ReadOnlySpan<string> hints, int[] assigned)
    {
        int found = -1;
        foreach (string name in names)
        {
            int column = Find(name);
            if (found >= 0 && column >= 0)
            {
                throw file.Malformed($"several columns may be {AnyOf(names)}", string.Join(',', columns.Keys));
            }

            found = Math.Max(found, column);
        }

        if (found < 0)
        {
            Refuse(names[0], hints, assigned);
        }

        return found;
    }

    /// <summary>
    /// The position of an optional column, or -1 if the file has no column with that name. Call it before the next record is read.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <param name="hints">Parts of other names of such a column. A column with one of them is refused, not left out in silence.</param>
    /// <exception cref="InvalidDataException">It is unclear which column is meant.</exception>
    public int Find(string name, params ReadOnlySpan<string> hints)
    {
        int found = Find(name);
        if (found < 0)
        {
            Refuse(name, hints, []);
        }

        return found;
    }

    /// <summary>Whether two names are the same but for what does not distinguish names.</summary>
    public static bool AreAlike(string left, string right) => Plain(left).Equals(Plain(right), StringComparison.OrdinalIgnoreCase);

    /// <summary>The position of a required column. Call it before the next record is read.</summary>
    /// <exception cref="InvalidDataException">There is no such column, or several may be meant.</exception>
    public int Require(string name) =>
        Find(name) is >= 0 and int column
            ? column
            : throw file.Malformed($"no column is called '{name}'", string.Join(',', columns.Keys));

    private void Refuse(string name, ReadOnlySpan<string> hints, int[] assigned)
    {
        foreach (string hint in hints)
        {
            if (columns.FirstOrDefault(column => column.Key.Contains(hint, StringComparison.OrdinalIgnoreCase)
                && !assigned.Contains(column.Value)).Key is { } unclear)
            {
                throw file.Malformed($"no column is called '{name}', but another one may be meant", unclear);
            }
        }
    }

    private static string AnyOf(ReadOnlySpan<string> names) => $"'{string.Join("' or '", names.ToArray())}'";

    private static string Plain(string name) => string.Concat(name.Where(c => c is not ('_' or '-' or ' ')));
}
