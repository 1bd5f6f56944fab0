using System.Globalization;
using System.Runtime.InteropServices;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Datasets.Internals;

/// <summary>Collects the rows of a table of ratings.</summary>
internal sealed class RatingTableRows(DelimitedFile file, RatingTableColumns columns, RatingTableOptions options)
{
    private readonly IdMap _users = new();
    private readonly IdMap _items = new();
    private readonly ScaleFinder _scale = new();

    /// <summary>Reads all rows after the header.</summary>
    public RatingTable Read(string name) => options.Values == RatingTableValues.Counts ? ReadCounts(name) : ReadRatings(name);

    private RatingTable ReadRatings(string name)
    {
        var ratings = new List<Rating>();
        while (file.Read())
        {
            float value = Value();
            if (options.Scale is { } given && !given.Contains(value))
            {
                throw file.Malformed(
                    string.Create(CultureInfo.InvariantCulture, $"the rating is not from {given.Minimum} to {given.Maximum}"),
                    file[columns.Value]);
            }

            _scale.Add(value);
            ratings.Add(new Rating(User(), Item(), value, Time()));
        }

        Rating[] kept = RepeatedRatings.KeepLatest(ratings);
        return new RatingTable(name, options.Scale ?? _scale.Scale(file), _users, _items, kept)
        {
            MergedRows = ratings.Count - kept.Length,
        };
    }

    private RatingTable ReadCounts(string name)
    {
        var ratings = new List<Rating>();
        var counts = new List<double>();
        var positions = new Dictionary<(int, int), int>();
        int rows = 0;
        for (; file.Read(); rows++)
        {
            double count = Count();
            var like = new Rating(User(), Item(), 1, Time());
            ref int position = ref CollectionsMarshal.GetValueRefOrAddDefault(positions, (like.User, like.Item), out bool known);
            if (known)
            {
                counts[position] += count;
                ratings[position] = like with { Timestamp = Math.Max(like.Timestamp, ratings[position].Timestamp) };
            }
            else
            {
                position = ratings.Count;
                ratings.Add(like);
                counts.Add(count);
            }
        }

        return new RatingTable(name, new RatingScale(0, 1, 1), _users, _items, ratings.ToArray())
        {
            Counts = counts.ToArray(),
            MergedRows = rows - ratings.Count,
        };
    }

    private int User() => _users.Add(Id(columns.User, "user"));

    private int Item() => _items.Add(Id(columns.Item, "item"));

    private string Id(int column, string kind)
    {
        string id = file[column];
        return !string.IsNullOrWhiteSpace(id) ? id : throw file.Malformed($"the {kind} has no id", id);
    }

    private float Value() =>
        file.Number(columns.Value) is double value && float.IsFinite((float)value)
            ? (float)value
            : throw file.Malformed("the rating is not a number", file[columns.Value]);

    private double Count()
    {
        if (columns.Value < 0)
        {
            return 1;
        }

        return file.Number(columns.Value) is double count and > 0
            ? count
            : throw file.Malformed("the count is not a number above 0", file[columns.Value]);
    }

    private long Time() => columns.Time < 0 || file[columns.Time].Length == 0 ? 0 : file.TimestampOrDate(columns.Time);
}
