using WeightlessNet.Datasets;

namespace MovieLensSample;

/// <summary>The world that is compared when no data is given: small enough for all protocols to take less than a minute.</summary>
internal static class SyntheticWorld
{
    private const int DefaultUsers = 120;

    /// <summary>Generates the world.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="users">The number of users; null for the default.</param>
    public static RatingDataset Generate(ulong seed, int? users = null) => SyntheticMovies.Generate(new SyntheticMoviesOptions
    {
        Seed = seed,
        Users = users ?? DefaultUsers,
        Movies = 400,
        MeanRatingsPerUser = 50,
    });
}
