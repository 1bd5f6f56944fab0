using WeightlessNet.Bits;
using WeightlessNet.Serving;

namespace WeightlessNet.Tests.Serving;

/// <summary>An application's own record.</summary>
internal sealed record Film(string Id, string Title, string[] Genres, int Year)
{
    private static readonly string[] Kinds = ["Drama", "Comedy", "Horror", "War", "Western"];

    /// <summary>The options without training in the background.</summary>
    public static RecommenderOptions<string> Quiet => new() { Training = TrainingRule.OnDemand };

    public static void Schema(ItemSchema<Film> schema) => schema
        .Key(film => film.Id)
        .Name(film => film.Title)
        .Tags("genre", film => film.Genres)
        .Number("year", film => film.Year);

    public static Film[] Some(int count, int start = 0) =>
    [
        .. Enumerable.Range(start, count)
            .Select(i => new Film($"f{i}", $"Film {i}", [Kinds[i % 5], Kinds[i * 7 % 5]], 1950 + (i * 13 % 70))),
    ];

    /// <summary>Ratings of users who like some genres, with times.</summary>
    public static UserRating<string, Film>[] Ratings(IReadOnlyList<Film> films, int users, int each, ulong seed)
    {
        SplitMix64 random = new(seed);
        List<UserRating<string, Film>> ratings = [];
        for (int user = 0; user < users; user++)
        {
            string liked = Kinds[user % Kinds.Length];
            for (int i = 0; i < each; i++)
            {
                Film film = films[random.Next(films.Count)];
                float value = film.Genres.Contains(liked) ? 4 + (random.Next(3) / 2f) : 1 + (random.Next(5) / 2f);
                var time = DateTimeOffset.FromUnixTimeSeconds(1_600_000_000 + (ratings.Count * 60));
                ratings.Add(new UserRating<string, Film>($"u{user}", film, value, time));
            }
        }

        return [.. ratings];
    }
}
