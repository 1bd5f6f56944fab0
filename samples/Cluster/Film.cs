namespace ClusterSample;

/// <summary>A film.</summary>
internal sealed record Film(string Title, string Genre, int Year)
{
    private static readonly string[] Genres = ["Horror", "Crime", "War", "Drama", "Comedy", "Western", "Musical"];

    public static Film Number(int number) => new($"Film {number}", Genres[number % Genres.Length], 1930 + (number * 7 % 95));
}
