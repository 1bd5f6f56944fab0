using LiveTuning.Start;
using WeightlessNet.Samples;
using WeightlessNet.Serving;

namespace LiveTuning.Films;

/// <summary>Opens the recommender of viewers and visitors.</summary>
internal static class FilmRecommender
{
    /// <summary>Begins the key of a viewer of the dataset. Other users are visitors.</summary>
    public const string Viewer = "viewer ";

    /// <summary>Opens the recommender. The first time it learns the viewers' ratings.</summary>
    /// <param name="films">The films and the viewers' ratings.</param>
    /// <param name="state">The folder of the state, which exists.</param>
    /// <exception cref="InvalidDataException">The stored state is damaged, or is of version 0.1.</exception>
    /// <exception cref="IOException">The state cannot be read or written, or another process has it open.</exception>
    public static async Task<Recommender<string, Film>> OpenAsync(FilmCatalog films, string state)
    {
        string journal = Path.Combine(state, $"visitors-{films.Fingerprint}.journal");
        if (File.Exists(journal))
        {
            throw new InvalidDataException(
                $"{journal} has the visitors of version 0.1, which this version cannot read. Delete the file, and they are new visitors "
                + "when they come back; or choose another folder with --state DIR.");
        }

        string folder = Path.Combine(state, $"films-{films.Fingerprint}");
        if (!Directory.Exists(folder))
        {
            await CreateAsync(films, folder);
        }

        return await OpenFolderAsync(films, folder);
    }

    // Made in another folder that is renamed at the end: whatever ends the process before, the next start begins again.
    private static async Task CreateAsync(FilmCatalog films, string folder)
    {
        string unfinished = PrivateFolder.Own($"{folder}.unfinished").FullName;
        await using (Recommender<string, Film> recommender = await OpenEmptyAsync(films, unfinished))
        {
            await Console.Out.WriteLineAsync($"First start: learning from the ratings of {Count.Of(films.ViewerCount, "viewer")}.");
            await recommender.LearnAsync(films.Ratings());
            await recommender.TrainAsync();
        }

        Directory.Move(unfinished, folder);
    }

    private static async Task<Recommender<string, Film>> OpenEmptyAsync(FilmCatalog films, string folder)
    {
        Recommender<string, Film> recommender = await OpenFolderAsync(films, folder);
        if (recommender.RatingCount == 0)
        {
            return recommender;
        }

        // A process that ended left it. If that process still ran, opening would have failed.
        await recommender.DisposeAsync();
        Directory.Delete(folder, recursive: true);
        return await OpenFolderAsync(films, folder);
    }

    // Trained once, on the viewers: what visitors do is in no central model, so that forgetting them is exact at once in all answers.
    private static Task<Recommender<string, Film>> OpenFolderAsync(FilmCatalog films, string folder) =>
        Recommender<string, Film>.OpenAsync(
            folder,
            FilmCatalog.Describe,
            films.All,
            new RecommenderOptions<string> { Scale = films.Scale, Training = TrainingRule.OnDemand });
}
