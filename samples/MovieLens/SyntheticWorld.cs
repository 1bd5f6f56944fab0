using WeightlessNet.Datasets;

namespace MovieLensSample;

/// <summary>The world that is compared when no data is given: small enough for all protocols to take less than a minute.</summary>
internal static class SyntheticWorld
{
    private const int DefaultUsers = 300;

    /// <summary>Generates the world.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="users">The number of users; null for the default.</param>
    public static RatingDataset Generate(ulong seed, int? users = null) => SyntheticMovies.Generate(new SyntheticMoviesOptions
    {
        Seed = seed,
        Users = users ?? DefaultUsers,
        Movies = 1000,
        MeanRatingsPerUser = 50,
        PopularityExponent = 2.5,
        TasteDeviation = 0.7,
        CompanyDeviation = 0.45,
        Selectivity = 2.7,
        NoiseDeviation = 0.7,
        Drift = 0.3,
        MoodDeviation = 0.4,
    });
}
