using WeightlessNet.Bits;

namespace WeightlessNet.Datasets.Internals;

/// <summary>A synthetic film with its hidden properties.</summary>
/// <param name="Movie">The film in the dataset.</param>
/// <param name="Genres">The positions of its genres in <see cref="GenreNames"/>.</param>
/// <param name="Age">From -1 for the newest films to 1 for the oldest, 0 for the middle one.</param>
/// <param name="Quality">How much better than the average film it is, in stars.</param>
/// <param name="Popularity">The relative probability of being seen.</param>
/// <param name="Company">Where it is in the <see cref="HiddenTaste"/>; empty if no user has one.</param>
internal sealed record SyntheticFilm(Movie Movie, int[] Genres, double Age, double Quality, double Popularity, double[] Company)
{
    private const int NewestYear = 2014;
    private const int YearsBack = 99;
    private const int LastYearOfFilmNoir = 1960;
    private const int FirstYearOfImax = 1995;
    private const int FilmNoir = 9;
    private const int Imax = 11;
    private const double QualityDeviation = 0.45;
    private const double QualityOfFame = 0.25;

    // The number of films with the genre per 1,000 films of ml-latest-small; Film-Noir and IMAX are raised to compensate for the years in
    // which they do not occur.
    private static readonly (string Name, int Share)[] GenreShares =
    [
        ("Action", 188), ("Adventure", 130), ("Animation", 63), ("Children", 68), ("Comedy", 386), ("Crime", 123), ("Documentary", 45),
        ("Drama", 448), ("Fantasy", 80), ("Film-Noir", 60), ("Horror", 100), ("IMAX", 25), ("Musical", 34), ("Mystery", 59),
        ("Romance", 164), ("Sci-Fi", 101), ("Thriller", 194), ("War", 39), ("Western", 17),
    ];

    /// <summary>The names of the 19 genres.</summary>
    public static string[] GenreNames { get; } = Array.ConvertAll(GenreShares, genre => genre.Name);

    /// <summary>The positions of the genres that at least a tenth of the films have.</summary>
    public static int[] CommonGenres { get; } =
        [.. Enumerable.Range(0, GenreShares.Length).Where(genre => GenreShares[genre].Share >= 100)];

    /// <summary>Creates the films, with ids from 1.</summary>
    public static SyntheticFilm[] Make(SyntheticMoviesOptions options, ref SplitMix64 random)
    {
        int count = options.Movies;
        var ranks = new int[count];
        for (int i = 0; i < count; i++)
        {
            ranks[i] = i;
        }

        random.Shuffle(ranks.AsSpan());
        var titles = new SyntheticTitles();
        var films = new SyntheticFilm[count];
        for (int i = 0; i < count; i++)
        {
            // The median of u^2.5 is 0.18: half of the films are from the newest 18 years.
            double u = random.NextDouble();
            double past = u * u * Math.Sqrt(u);
            int year = NewestYear - (int)(past * (YearsBack + 1));
            int[] genres = DrawGenres(year, ref random);
            double obscurity = (double)ranks[i] / count;
            var movie = new Movie(i + 1, titles.Next(ref random), year, Array.ConvertAll(genres, genre => GenreNames[genre]));
            films[i] = new SyntheticFilm(
                movie,
                genres,
                (2 * u) - 1,
                (QualityDeviation * NormalDeviate.Next(ref random)) + (QualityOfFame * (1 - (2 * obscurity))),
                Power.Of(1 / (0.02 + obscurity), options.PopularityExponent),
                options.CompanyDeviation > 0 ? HiddenTaste.Draw(ref random) : []);
        }

        return films;
    }

    private static int[] DrawGenres(int year, ref SplitMix64 random)
    {
        // The shares of films with 1, 2, 3 and 4 or more genres in ml-latest-small.
        int count = random.NextDouble() switch { < 0.3 => 1, < 0.63 => 2, < 0.87 => 3, _ => 4 };
        var weights = new double[GenreShares.Length];
        for (int genre = 0; genre < weights.Length; genre++)
        {
            bool possible = genre switch { FilmNoir => year <= LastYearOfFilmNoir, Imax => year >= FirstYearOfImax, _ => true };
            weights[genre] = possible ? GenreShares[genre].Share : 0;
        }

        var bag = new WeightedBag(weights);
        var genres = new int[count];
        for (int i = 0; i < count; i++)
        {
            genres[i] = bag.Take(ref random);
        }

        Array.Sort(genres);
        return genres;
    }
}
