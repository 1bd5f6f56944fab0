using System.Globalization;
using System.Text;
using WeightlessNet.Tests;

namespace WeightlessNet.Samples.Tests;

/// <summary>A folder like those of MovieLens, with six films.</summary>
internal static class MovieLensFolder
{
    /// <summary>Makes the folder. The caller disposes of it.</summary>
    /// <param name="ratings">The lines of the ratings: user, film (10, 20 to 60), stars and the further columns.</param>
    /// <param name="furtherColumns">The names of further columns, such as "timestamp".</param>
    public static TemporaryFolder Of(string ratings, params string[] furtherColumns)
    {
        StringBuilder films = new("movieId,title,genres\n");
        for (int film = 1; film <= 6; film++)
        {
            string genres = film % 2 == 0 ? "Comedy" : "Drama|War";
            films.Append(CultureInfo.InvariantCulture, $"{10 * film},Film {film} ({1990 + film}),{genres}\n");
        }

        string header = string.Join(',', ["userId", "movieId", "rating", .. furtherColumns]);
        return new TemporaryFolder().With("movies.csv", films.ToString()).With("ratings.csv", $"{header}\n{ratings}");
    }
}
