using Spectre.Console;
using WeightlessNet.Datasets;
using WeightlessNet.Evaluation.Paper;
using WeightlessNet.Evaluation.Protocols;
using WeightlessNet.Evaluation.Splits;

namespace MovieLensSample;

/// <summary>Runs the protocols one after the other and shows their results.</summary>
internal sealed class ProtocolRuns
{
    private readonly RatingDataset _dataset;
    private readonly FilmCatalogs _films;
    private readonly SampleSettings _settings;
    private readonly IAnsiConsole _console;
    private readonly IProgressView _progress;
    private readonly bool _isSynthetic;

    public ProtocolRuns(
        RatingDataset dataset,
        FilmCatalogs films,
        SampleSettings settings,
        bool isSynthetic,
        IAnsiConsole console,
        IProgressView progress)
    {
        _isSynthetic = isSynthetic;
        _dataset = dataset;
        _films = films;
        _settings = settings;
        _console = console;
        _progress = progress;
    }

    private string? NoTimes => _dataset.HasTimestamps ? null : "the ratings have no times, so their order is unknown";

    /// <summary>Runs the protocols that the settings ask for.</summary>
    public async Task<ComparisonReport> RunAsync(CancellationToken cancellation) => new(_dataset, _isSynthetic)
    {
        // The quickest comes first.
        Activity = await ActivityAsync(cancellation),
        KFold = await KFoldAsync(cancellation),
        Prequential = await PrequentialAsync(cancellation),
        HoldOut = await HoldOutAsync(cancellation) ?? [],
        ColdStart = await ColdStartAsync(cancellation),
        TasteChange = await TasteChangeAsync(cancellation),
        Ranking = await RankingAsync(cancellation),
        Paper = await PaperAsync(cancellation),
    };

    private Task<KFoldReport?> KFoldAsync(CancellationToken cancellation) => RunAsync(
        ProtocolChoice.KFold,
        _dataset.Ratings.Length < Folds ? $"{_dataset.Ratings.Length} ratings cannot fill {Folds} folds" : null,
        (systems, progress) => new KFoldProtocol(
            new KFoldOptions
            {
                Folds = Folds,
                Seed = _settings.Seed,
                Scale = _dataset.Scale,
                MaxDegreeOfParallelism = TimedParallelism,
            })
            .Run(_dataset.Ratings.Span, systems, progress, cancellation),
        KFoldTable.Write,
        cancellation);

    private Task<PrequentialReport?> PrequentialAsync(CancellationToken cancellation) => RunAsync(
        ProtocolChoice.Prequential,
        NoTimes,
        (systems, progress) => new PrequentialProtocol(
            new PrequentialOptions { Scale = _dataset.Scale, MaxDegreeOfParallelism = TimedParallelism })
            .Run(_dataset.Ratings.Span, systems, progress, cancellation),
        PrequentialTable.Write,
        cancellation);

    private Task<HoldOutReport?> ActivityAsync(CancellationToken cancellation) => RunAsync(
        ProtocolChoice.Activity,
        ProtocolPlans.ObstacleTo(RandomFifth, _dataset),
        (systems, progress) => new HoldOutProtocol(HoldOutOf(RandomFifth))
            .Run(_dataset.Ratings.Span, systems, progress, cancellation),
        ActivityTable.Write,
        cancellation);

    private Task<HoldOutReport[]?> HoldOutAsync(CancellationToken cancellation)
    {
        RatingSplit[] splits = [RatingSplit.LeaveLastOut(), RatingSplit.Latest()];
        return RunAsync(
            ProtocolChoice.HoldOut,
            NoTimes ?? splits.Select(split => ProtocolPlans.ObstacleTo(split, _dataset)).FirstOrDefault(obstacle => obstacle is not null),
            (systems, progress) => Array.ConvertAll(
                splits,
                split => new HoldOutProtocol(HoldOutOf(split)).Run(
                    _dataset.Ratings.Span,
                    systems,
                    new PartProgress(progress, Array.IndexOf(splits, split), splits.Length),
                    cancellation)),
            HoldOutTable.Write,
            cancellation);
    }

    private Task<ColdStartReport?> ColdStartAsync(CancellationToken cancellation)
    {
        ColdStartOptions? options = ProtocolPlans.ColdStartOf(_dataset, _settings.Seed, _isSynthetic);
        return RunAsync(
            ProtocolChoice.ColdStart,
            options is null ? "too few users have two or more ratings" : null,
            (systems, progress) => new ColdStartProtocol(options).Run(_dataset.Ratings.Span, systems, progress, cancellation),
            ColdStartTable.Write,
            cancellation);
    }

    private Task<TasteChangeReport?> TasteChangeAsync(CancellationToken cancellation)
    {
        TasteChangeOptions? options = ProtocolPlans.TasteChangeOf(_dataset, _settings.Seed);
        return RunAsync(
            ProtocolChoice.TasteChange,
            NoTimes ?? (options is null ? "too few users have enough ratings before and after a change of taste" : null),
            (systems, progress) => new TasteChangeProtocol(options).Run(_dataset.Ratings.Span, systems, progress, cancellation),
            TasteChangeTable.Write,
            cancellation);
    }

    private Task<RankingFindings?> RankingAsync(CancellationToken cancellation)
    {
        RankingOptions options = new()
        {
            Split = RandomFifth,
            Catalog = _films.Films,
            CalibrationField = MovieFeatures.GenreField,
            Scale = _dataset.Scale,
            MaxDegreeOfParallelism = TimedParallelism,
        };
        return RunAsync(
            ProtocolChoice.Ranking,
            ProtocolPlans.ObstacleTo(options.Split, _dataset, _dataset.Scale.LikedFrom),
            (systems, progress) => RankingFindings.Of(
                new RankingProtocol(options).Run(_dataset.Ratings.Span, systems, progress, cancellation), _settings.Seed),
            RankingTable.Write,
            cancellation);
    }

    private Task<PaperReport?> PaperAsync(CancellationToken cancellation)
    {
        PaperOptions? options = ProtocolPlans.PaperOf(_dataset, _settings, _isSynthetic);
        return RunAsync(
            ProtocolChoice.Paper,
            options is null ? "too few users have five or more ratings" : null,
            (systems, progress) => new PaperProtocol(options).Run(_dataset.Ratings.Span, systems, progress, cancellation),
            PaperTable.Write,
            cancellation);
    }

    private HoldOutOptions HoldOutOf(RatingSplit split) =>
        new() { Split = split, Scale = _dataset.Scale, MaxDegreeOfParallelism = ProtocolPlans.Parallelism };

    private int Folds => _settings.Folds ?? ProtocolPlans.DefaultFolds(_isSynthetic);

    private int TimedParallelism => ProtocolPlans.TimedParallelism(_isSynthetic);

    private RatingSplit RandomFifth => RatingSplit.RandomPerUser(seed: _settings.Seed);

    private async Task<T?> RunAsync<T>(
        ProtocolChoice protocol,
        string? obstacle,
        Func<IReadOnlyList<RecommenderCandidate>, IProgress<EvaluationProgress>, T> run,
        Action<IAnsiConsole, T> write,
        CancellationToken cancellation)
        where T : class
    {
        if (!_settings.Protocols.HasFlag(protocol))
        {
            return null;
        }

        string name = ProtocolNames.Of(protocol);
        IReadOnlyList<RecommenderCandidate> systems = ComparedSystems.For(protocol, _films, _settings.Systems);
        obstacle ??= systems.Count == 0 ? "none of the systems that --systems names takes part" : null;
        if (obstacle is not null)
        {
            // A protocol that was asked for by name must run; of "all", one may be left out with a message.
            if (_settings.Protocols != ProtocolChoice.All)
            {
                throw new InvalidDataException($"The {name} protocol cannot be run: {obstacle}.");
            }

            _console.WriteLine($"The {name} protocol is left out: {obstacle}.");
            _console.WriteLine();
            return null;
        }

        T report = await _progress.ShowAsync(name, progress => Task.Run(() => run(systems, progress), cancellation));
        write(_console, report);
        return report;
    }

    /// <summary>The progress of one of several equal parts.</summary>
    private sealed class PartProgress(IProgress<EvaluationProgress> whole, int part, int parts) : IProgress<EvaluationProgress>
    {
        public void Report(EvaluationProgress value) => whole.Report(value with { Fraction = (part + value.Fraction) / parts });
    }
}
