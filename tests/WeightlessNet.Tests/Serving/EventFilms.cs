using WeightlessNet.Serving;
using Xunit;

namespace WeightlessNet.Tests.Serving;

/// <summary>Films, and recommenders of events with them.</summary>
internal static class EventFilms
{
    public static readonly Film[] Films = Film.Some(60);

    public static RecommenderOptions<string> Options(int decimals = 0) => new()
    {
        Training = TrainingRule.OnDemand,
        Durability = Durability.OperatingSystem,
        Events = new EventOptions { Decimals = decimals },
    };

    public static Recommender<string, Film> InMemory(int decimals = 0) =>
        Recommender<string, Film>.InMemory(Film.Schema, Films, Options(decimals));

    public static Task<Recommender<string, Film>> OpenAsync(string path, int decimals = 0) =>
        Recommender<string, Film>.OpenAsync(path, Film.Schema, Films, Options(decimals));

    public static decimal? TotalOf(Recommender<string, Film> films, string user, Film film)
    {
        ItemEvents<Film>[] found = [.. films.EventsOf(user).Where(one => one.Item == film)];
        return found.Length == 0 ? null : Assert.Single(found).Total;
    }

    /// <summary>Everything that users see, so that two recommenders can be compared.</summary>
    public static string Answers(Recommender<string, Film> films) => string.Join('\n', films.Users.Order().Select(user =>
        $"{user}: {string.Join(' ', films.EventsOf(user).Select(one => $"{one.Item.Id}={one.Total}@{one.Time?.ToUnixTimeSeconds()}"))} "
        + string.Join(' ', films.Recommend(user, 20).Select(one => $"{one.Item.Id}:{one.Score:R}"))));

    public static async Task FillAsync(Recommender<string, Film> films)
    {
        foreach (UserRating<string, Film> one in Film.Ratings(Films, 40, 15, 3))
        {
            await films.AddEventAsync(one.User, one.Item, one.Value >= 4 ? (int)(one.Value * 7) : -1, one.Time);
        }
    }
}
