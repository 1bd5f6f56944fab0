using WeightlessNet.Bits;
using WeightlessNet.Datasets;
using WeightlessNet.Encoders;
using WeightlessNet.Recommenders.Context;

namespace WeightlessNet.Benchmarks.Worlds;

/// <summary>
/// What insteval tells of students, their number of semesters, and of a rating: the semesters since the lecture, and whether it was a
/// service lecture for another department.
/// </summary>
internal sealed class LectureContext
{
    private static readonly string[] Columns = ["s", "d", "studage", "lectage", "service"];

    private readonly FeatureSchema<string[]> _students;
    private readonly FeatureSchema<string[]> _moments;
    private readonly Dictionary<int, ulong[]> _descriptions = [];
    private readonly Dictionary<(int Student, int Lecturer), ulong[]> _given = [];

    public LectureContext(string data)
    {
        string path = Path.Combine(data, "insteval", "insteval.tsv");
        RatingTable ratings = RatingTableReader.Read(path, new() { UserColumn = "s", ItemColumn = "d", ValueColumn = "y" });
        string[][] rows = [.. File.ReadLines(path).Select(static line => line.Split('\t'))];
        int[] columns = [.. Columns.Select(name => Array.IndexOf(rows[0], name))];
        string[][] values = [.. rows.Skip(1).Select(row => Array.ConvertAll(columns, column => row[column]))];
        _students = new FeatureSchemaBuilder<string[]>().OneHot("semesters", static row => row[2]).Fit(values);
        _moments = new FeatureSchemaBuilder<string[]>()
            .OneHot("semesters since", static row => row[3])
            .OneHot("given as service", static row => row[4])
            .Fit(values);
        Dictionary<string, int> students = Enumerable.Range(0, ratings.Users.Count).ToDictionary(id => ratings.Users[id]);
        Dictionary<string, int> lecturers = Enumerable.Range(0, ratings.Items.Count).ToDictionary(id => ratings.Items[id]);
        foreach (string[] row in values)
        {
            _descriptions[students[row[0]]] = Encoded(_students, row);
            _given[(students[row[0]], lecturers[row[1]])] = Encoded(_moments, row);
        }
    }

    /// <summary>The fields of students.</summary>
    public ContextFields Students => ContextFields.Of(_students);

    /// <summary>The fields of moments.</summary>
    public ContextFields Moments => ContextFields.Of(_moments);

    /// <summary>What is known of a student.</summary>
    public ulong[] Of(int student) => _descriptions[student];

    /// <summary>What is known of a rating.</summary>
    public ulong[] Of(int student, int lecturer) => _given[(student, lecturer)];

    private static ulong[] Encoded(FeatureSchema<string[]> schema, string[] row)
    {
        ulong[] bits = new ulong[BitSlice.WordCount(schema.BitCount)];
        schema.Encode(row, bits);
        return bits;
    }
}
