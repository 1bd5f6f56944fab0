using WeightlessNet.Bits;
using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Benchmarks;

/// <summary>A catalog and ratings of a given size, drawn from a seed.</summary>
internal sealed class BenchmarkWorld
{
    private const int Genres = 19;

    public BenchmarkWorld(int items, int users, int ratingsPerUser)
    {
        SplitMix64 random = new(1);
        Film[] films = new Film[items];
        for (int i = 0; i < items; i++)
        {
            films[i] = new Film([$"genre {random.Next(Genres)}", $"genre {random.Next(Genres)}"], 1930 + random.Next(90));
        }

        Catalog = ItemCatalog.Create(
            new FeatureSchemaBuilder<Film>().MultiHot("genre", f => f.Genres).QuantileThermometer("year", f => f.Year, 8).Fit(films),
            films);

        Ratings = new Rating[users * ratingsPerUser];
        Unrated = new Rating[users];
        int[] order = [.. Enumerable.Range(0, items)];
        for (int user = 0; user < users; user++)
        {
            random.Shuffle<int>(order);
            for (int i = 0; i < ratingsPerUser; i++)
            {
                int at = (user * ratingsPerUser) + i;
                Ratings[at] = new Rating(user, order[i], 0.5f + (0.5f * random.Next(10)), at);
            }

            Unrated[user] = new Rating(user, order[^1], 3, Ratings.Length);
        }
    }

    public ItemCatalog Catalog { get; }

    public Rating[] Ratings { get; }

    /// <summary>For each user a rating of an item that is not among the user's ratings.</summary>
    public Rating[] Unrated { get; }

    private sealed record Film(string[] Genres, int Year);
}
