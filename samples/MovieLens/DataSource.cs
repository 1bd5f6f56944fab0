using WeightlessNet.Bits;
using WeightlessNet.Datasets;
using WeightlessNet.Evaluation.Protocols;
using WeightlessNet.Recommenders;

namespace MovieLensSample;

/// <summary>Finds the data that the settings ask for.</summary>
internal sealed class DataSource
{
    private readonly SampleSettings _settings;

    public DataSource(SampleSettings settings) => _settings = settings;

    /// <summary>Whether the data is synthetic.</summary>
    public bool IsSynthetic => _settings.Data is null && !_settings.Download;

    /// <summary>The folder that the data was read from; null if it was generated.</summary>
    public string? Folder { get; private set; }

    /// <summary>Generates, fetches or reads the data.</summary>
    public async Task<RatingDataset> LoadAsync(IProgressView view, CancellationToken cancellation)
    {
        if (IsSynthetic)
        {
            return SyntheticWorld.Generate(_settings.Seed, _settings.Users);
        }

        Folder = _settings.Download ? await DownloadAsync(view, cancellation) : _settings.Data!;
        return WithUsers(Read(Folder, cancellation));
    }

    private async Task<string> DownloadAsync(IProgressView view, CancellationToken cancellation)
    {
        string directory = _settings.Data ?? CacheFolder();
        try
        {
            return await view.ShowAsync("download", progress => new MovieLensDownloader().DownloadAsync(
                directory, new DownloadProgress(progress), cancellation));
        }
        catch (HttpRequestException exception)
        {
            throw new IOException($"ml-latest-small could not be fetched: {exception.Message}", exception);
        }
        catch (OperationCanceledException exception) when (!cancellation.IsCancellationRequested)
        {
            throw new IOException("The download took too long.", exception);
        }
    }

    private static string CacheFolder()
    {
        string root = Environment.GetFolderPath(
            Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return root.Length > 0
            ? Path.Combine(root, "WeightlessNet")
            : throw new IOException("This account has no folder for application data; name a folder with --data DIR.");
    }

    private RatingDataset Read(string folder, CancellationToken cancellation)
    {
        if (File.Exists(Path.Combine(folder, "movies_metadata.csv")))
        {
            return TheMoviesDatasetReader.Read(folder, _settings.Join ?? MetadataJoin.ThroughLinks, cancellation);
        }

        RatingDataset dataset = MovieLensReader.Read(folder, cancellation);
        return _settings.Join is null
            ? dataset
            : throw new InvalidDataException($"--join is for The Movies Dataset, but the folder '{folder}' contains MovieLens.");
    }

    // The drawn users keep their order and get new dense ids.
    private RatingDataset WithUsers(RatingDataset dataset)
    {
        if (dataset.Ratings.Length == 0)
        {
            throw new InvalidDataException($"The dataset '{dataset.Name}' has no ratings.");
        }

        if (_settings.Users is not int count || count == dataset.UserIds.Count)
        {
            return dataset;
        }

        if (count > dataset.UserIds.Count)
        {
            throw new InvalidDataException($"The dataset '{dataset.Name}' has {dataset.UserIds.Count} users, fewer than --users {count}.");
        }

        int[] drawn = [.. Enumerable.Range(0, dataset.UserIds.Count)];
        SplitMix64 random = new(_settings.Seed);
        random.Shuffle(drawn.AsSpan());
        Array.Resize(ref drawn, count);
        Array.Sort(drawn);
        Rating[] ratings =
        [
            .. dataset.Ratings.ToArray()
                .Select(rating => rating with { User = Array.BinarySearch(drawn, rating.User) })
                .Where(rating => rating.User >= 0),
        ];
        return new RatingDataset(
            dataset.Name, dataset.Scale, dataset.Movies, Array.ConvertAll(drawn, user => dataset.UserIds[user]), ratings)
        {
            DroppedRatings = dataset.DroppedRatings,
            SupersededRatings = dataset.SupersededRatings,
            SkippedMovieRows = dataset.SkippedMovieRows,
        };
    }

    private sealed class DownloadProgress(IProgress<EvaluationProgress> inner) : IProgress<double>
    {
        public void Report(double value) => inner.Report(new EvaluationProgress("ml-latest-small", value));
    }
}
