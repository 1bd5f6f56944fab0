using System.Globalization;

namespace WeightlessNet.Datasets.Internals;

/// <summary>The films of <c>movies_metadata.csv</c>, with their TMDB ids.</summary>
internal sealed class MetadataFile
{
    private const double MaximumVote = 10;

    private readonly SharedStrings _genreNames = new();

    public MetadataFile(string path, CancellationToken cancellation)
    {
        using var file = new DelimitedFile(path, DelimitedFormat.RaggedCsv, cancellation);
        FileHeader header = file.ReadHeader();
        int id = header.Require("id");
        int title = header.Require("title");
        int genres = header.Require("genres");
        int originalTitle = header.Find("original_title");
        int language = header.Find("original_language");
        int date = header.Find("release_date");
        int voteAverage = header.Find("vote_average");
        int voteCount = header.Find("vote_count");
        var seen = new HashSet<int>();
        while (file.Read())
        {
            if (IsDate(file[id], out _))
            {
                SkippedRows++;
                continue;
            }

            int tmdbId = file.Id(id, "TMDB id");
            if (!seen.Add(tmdbId))
            {
                SkippedRows++;
                continue;
            }

            Movies.Add(new Movie(
                tmdbId,
                file[title].Length > 0 ? file[title].Trim() : file[originalTitle].Trim(),
                Year(file, date),
                Genres(file, genres),
                file[language].Length > 0 ? file[language] : null,
                VoteAverage(file, voteAverage),
                VoteCount(file, voteCount)));
        }
    }

    /// <summary>The films in the order of the file, each with its TMDB id.</summary>
    public List<Movie> Movies { get; } = [];

    /// <summary>The number of rows with a date as the id, or with the id of an earlier row.</summary>
    public int SkippedRows { get; }

    private static bool IsDate(string text, out DateOnly date) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date);

    private static int? Year(DelimitedFile file, int column)
    {
        string text = file[column];
        if (text.Length == 0)
        {
            return null;
        }

        return IsDate(text, out DateOnly date) ? date.Year : throw file.Malformed("the release date is not yyyy-mm-dd", text);
    }

    private static double? VoteAverage(DelimitedFile file, int column)
    {
        string text = file[column];
        if (text.Length == 0)
        {
            return null;
        }

        return Number(text) is double vote and >= 0 and <= MaximumVote
            ? vote
            : throw file.Malformed($"the vote average is not a number from 0 to {MaximumVote}", text);
    }

    // Written as 5415, or as 5415.0 if pandas has written the file.
    private static int? VoteCount(DelimitedFile file, int column)
    {
        string text = file[column];
        if (text.Length == 0)
        {
            return null;
        }

        return Number(text) is double count and >= 0 and <= int.MaxValue && count == Math.Floor(count)
            ? (int)count
            : throw file.Malformed("the vote count is not an integer of 0 or more", text);
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) ? number : null;

    private string[] Genres(DelimitedFile file, int column)
    {
        string text = file[column];
        if (string.IsNullOrWhiteSpace(text))
        {
            return [];
        }

        try
        {
            if (PythonLiteral.Parse(text) is not List<object?> entries)
            {
                throw file.Malformed("the genres are not a Python list", text);
            }

            var names = new string[entries.Count];
            for (int i = 0; i < names.Length; i++)
            {
                if (entries[i] is not Dictionary<string, object?> entry || entry.GetValueOrDefault("name") is not string name)
                {
                    throw file.Malformed("a genre is not a Python dictionary with a 'name'", text);
                }

                names[i] = _genreNames.Share(name);
            }

            return names;
        }
        catch (FormatException exception)
        {
            throw file.Malformed($"the genres are not a Python list ({exception.Message})", text);
        }
    }
}
