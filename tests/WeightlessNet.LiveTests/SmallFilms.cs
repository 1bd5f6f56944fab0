using System.Globalization;

namespace WeightlessNet.LiveTests;

/// <summary>
/// A folder of a few films and ratings, in MovieLens' format: a server that reads it starts sooner than with the sample's own.
/// </summary>
public sealed class SmallFilms : IDisposable
{
    private const int Films = 60;
    private const int Viewers = 30;
    private const int RatingsPerViewer = 12;

    private static readonly string[] Genres = ["Drama", "Comedy|Romance", "War|Drama", "Western"];

    // The films are the same each time, so the classes that use them learn once together.
    private static readonly Lazy<Task<StateFolder>> Learned = new(LearnAsync);

    private readonly StateFolder _folder = new();
    private readonly int _films;

    /// <summary>Writes the files.</summary>
    public SmallFilms()
        : this(Films)
    {
    }

    /// <summary>Writes the files, with more films.</summary>
    internal SmallFilms(int films)
    {
        _films = films;
        File.WriteAllLines(
            System.IO.Path.Combine(_folder.Path, "movies.csv"),
            [
                "movieId,title,genres",
                .. Enumerable.Range(0, films).Select(
                    film => Line($"{film + 1},Film {film} ({1950 + (film % Films)}),{Genres[film % Genres.Length]}")),
            ]);
        File.WriteAllLines(
            System.IO.Path.Combine(_folder.Path, "ratings.csv"),
            ["userId,movieId,rating,timestamp", .. Enumerable.Range(0, Viewers).SelectMany(RatingsOf)]);
    }

    /// <summary>The folder.</summary>
    public string Path => _folder.Path;

    /// <summary>Fills an empty folder as a first start with the usual number of these films does.</summary>
    internal static async Task FillAsync(StateFolder state) => state.CopyFrom(await Learned.Value);

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    private static async Task<StateFolder> LearnAsync()
    {
        StateFolder learned = new();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => learned.Dispose();
        using SmallFilms films = new();
        await LiveServer.LearnAsync(learned.Path, "--data", films.Path);
        return learned;
    }

    private IEnumerable<string> RatingsOf(int viewer) =>
        from place in Enumerable.Range(0, RatingsPerViewer)
        let film = ((viewer * 7) + (place * 5)) % _films
        let stars = 1 + ((viewer + film) % Genres.Length)
        select Line($"{viewer + 1},{film + 1},{stars}.0,{1_000_000_000 + place}");

    private static string Line(FormattableString line) => line.ToString(CultureInfo.InvariantCulture);
}
