using WeightlessNet.Bits;
using WeightlessNet.Serving;

namespace WeightlessNet.Tests.Serving;

/// <summary>A world in which young users like horror and comedy, and old ones drama and war. The country of a user says nothing.</summary>
internal static class DescribedWorld
{
    public const int Users = 300;

    private static readonly string[] Kinds = ["Drama", "War", "Horror", "Comedy"];
    private static readonly string[] Countries = ["AT", "CH", "DE"];

    public static Film[] Films { get; } =
        [.. Enumerable.Range(0, 240).Select(i => new Film($"f{i}", $"Film {i}", [Kinds[i % 4]], 1950 + (i * 13 % 70)))];

    public static UserSchema Schema { get; } = new UserSchema().Buckets("age", 18, 30, 50).Word("country");

    public static RecommenderOptions<string> Options => Film.Quiet.With(Schema);

    public static RecommenderOptions<string> With(this RecommenderOptions<string> options, UserSchema? users) => new()
    {
        Training = options.Training,
        Events = options.Events,
        Users = users,
    };

    public static bool IsYoung(int user) => user % 2 == 0;

    public static bool IsForYoung(Film film) => film.Genres[0] is "Horror" or "Comedy";

    public static UserValue[] DescriptionOf(int user) =>
        [new("age", IsYoung(user) ? 19 + (user % 10) : 55 + (user % 10)), new("country", Countries[user / 2 % 3])];

    /// <summary>Ratings of some films by each user, two thirds of them of films for the user's age.</summary>
    public static IEnumerable<UserRating<string, Film>> Ratings(int users = Users, int films = int.MaxValue)
    {
        SplitMix64 random = new(5);
        for (int user = 0; user < users; user++)
        {
            int[] order = [.. Enumerable.Range(0, Math.Min(films, Films.Length)).OrderBy(_ => random.Next(1 << 30))];
            foreach (int film in order.Where(film => IsForYoung(Films[film]) == IsYoung(user)).Take(8))
            {
                yield return new UserRating<string, Film>($"u{user}", Films[film], 4 + (random.Next(3) / 2f));
            }

            foreach (int film in order.Where(film => IsForYoung(Films[film]) != IsYoung(user)).Take(4))
            {
                yield return new UserRating<string, Film>($"u{user}", Films[film], 1 + (random.Next(5) / 2f));
            }
        }
    }

    /// <summary>
    /// Says what is known of the users, of each what belongs to another number if they are mixed up, and learns the ratings.
    /// </summary>
    public static async Task FillAsync(Recommender<string, Film> films, Func<int, int>? mixedUp = null)
    {
        foreach (int user in Enumerable.Range(0, Users))
        {
            await films.DescribeUserAsync($"u{user}", DescriptionOf(mixedUp?.Invoke(user) ?? user));
        }

        await films.LearnAsync(Ratings());
    }

    /// <summary>The share of films for the young in a user's list of ten.</summary>
    public static double ShareForYoung(Recommender<string, Film> films, string user) =>
        films.Recommend(user, 10).Average(one => IsForYoung(one.Item) ? 1.0 : 0);
}
