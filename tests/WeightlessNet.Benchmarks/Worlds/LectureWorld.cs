using WeightlessNet.Datasets;
using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Benchmarks.Worlds;

/// <summary>insteval: students rate lecturers, who have a department, and a service flag where all their lectures share it.</summary>
internal static class LectureWorld
{
    public static World Load(string data)
    {
        string path = Path.Combine(data, "insteval", "insteval.tsv");
        RatingTable ratings = RatingTableReader.Read(path, new() { UserColumn = "s", ItemColumn = "d", ValueColumn = "y" });
        int[] lecturers = [.. Enumerable.Range(0, ratings.Items.Count)];
        string?[] departments = ConstantOf("dept");
        string?[] services = ConstantOf("service");
        FeatureSchema<int> schema = new FeatureSchemaBuilder<int>()
            .OneHot("department", lecturer => departments[lecturer])
            .OneHot("service", lecturer => services[lecturer])
            .Fit(lecturers);
        return new World("insteval", ItemCatalog.Create(schema, lecturers), ratings.Ratings.ToArray(), ratings.Scale)
        {
            HasPopularity = false,
        };

        // The value of each lecturer in a column; null where it varies.
        string?[] ConstantOf(string column)
        {
            RatingTable pairs = RatingTableReader.Read(path, new()
            {
                UserColumn = "d",
                ItemColumn = column,
                ValueColumn = "",
                Values = RatingTableValues.Counts,
            });
            ILookup<string, string> values = pairs.Ratings.ToArray()
                .ToLookup(pair => pairs.Users[pair.User], pair => pairs.Items[pair.Item]);
            return [.. lecturers.Select(lecturer => values[ratings.Items[lecturer]].ToArray() is [string only] ? only : null)];
        }
    }
}
