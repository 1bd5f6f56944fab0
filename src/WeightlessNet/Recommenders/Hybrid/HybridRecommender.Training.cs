using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Hybrid.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless;

namespace WeightlessNet.Recommenders.Hybrid;

/// <content>Training and calibration.</content>
public sealed partial class HybridRecommender
{
    private HybridCalibration Learned(CentralModel central)
    {
        (RatingLog ratings, ItemCatalog catalog) = Copied(_personal);
        return HybridCalibration.Learn(
            catalog, _options.Personal, _options.Fitting, ratings.OfItemsBelow(central.ItemCount), central, null, null, default);
    }

    // Items are only added, so a catalog that is copied after the ratings has all items that they rate.
    private static (RatingLog Ratings, ItemCatalog Catalog) Copied(WeightlessRecommender personal) =>
        (personal.CopyLog(), personal.CopyCatalog());

    private void PutInPlace(CentralModel central, HybridCalibration calibration, int? nextRefit)
    {
        lock (_replacing)
        {
            _personal.Calibrate(calibration.Calibrated);
            _central = central;
            _calibration = calibration.Report;
            _nextRefit = nextRefit ?? _nextRefit;
        }
    }

    private void FitNetworks(
        WeightlessRecommender personal, int begun, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        (RatingLog current, ItemCatalog catalog) = Copied(personal);
        (CentralModel central, HybridCalibration calibration) = FitBatch(
            current, catalog, null, progress, cancellationToken);
        personal.Calibrate(calibration.Calibrated);
        _meanwhile.Replace(
            begun,
            repeat => repeat(personal),
            () => PutInPlace(personal, central, calibration, NextRefit(current.RatingCount)));
    }

    private void PutInPlace(WeightlessRecommender personal, CentralModel central, HybridCalibration calibration, int nextRefit)
    {
        lock (_replacing)
        {
            foreach (int user in _personal.DriftingUsers())
            {
                personal.SetRecency(user, UserRecency.FollowDrift);
            }

            _personal = personal;
            _central = central;
            _calibration = calibration.Report;
            _nextRefit = nextRefit;
        }
    }

    /// <summary>
    /// Trains as <see cref="Refit"/> does, and returns what puts the result in place, so that an owner can do so together with what it
    /// has learned on top. The owner runs one training at a time.
    /// </summary>
    /// <param name="observe">Receives what the calibrated hybrid misses of the held-out ratings.</param>
    /// <param name="progress">Receives the fraction done, 0 to 1.</param>
    /// <param name="cancellationToken">Cancels the training.</param>
    internal Action Train(
        Action<IReadOnlyList<HeldOutErrors>> observe, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        lock (_fitting)
        {
            return FitHeldRatings(observe, progress, cancellationToken);
        }
    }

    // Returns what puts the models in place.
    private Action FitHeldRatings(
        Action<IReadOnlyList<HeldOutErrors>>? observe, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        (RatingLog ratings, ItemCatalog catalog) = Copied(_personal);
        (CentralModel central, HybridCalibration calibration) = HeldOutStream.AreTimed(ratings)
            ? FitStream(ratings, catalog, observe, progress, cancellationToken)
            : FitBatch(ratings, catalog, observe, progress, cancellationToken);
        return () => PutInPlace(central, calibration, NextRefit(ratings.RatingCount));
    }

    private (CentralModel Central, HybridCalibration Calibration) FitBatch(
        RatingLog ratings,
        ItemCatalog catalog,
        Action<IReadOnlyList<HeldOutErrors>>? observe,
        IProgress<double>? progress,
        CancellationToken cancellationToken)
    {
        ulong seed = _options.Fitting.Seed;
        CentralTraining training = FitCentral(
            ratings,
            catalog, (user, item) => HeldOutAnswers.IsHeldOut(seed, user, item), [], progress, cancellationToken);
        HybridCalibration calibration = HybridCalibration.Learn(
            catalog,
            _options.Personal,
            _options.Fitting,
            ratings.OfItemsBelow(training.Central.ItemCount),
            training.Central,
            training.Audience,
            observe,
            cancellationToken);
        progress?.Report(1);
        return (training.Central, calibration);
    }

    // The users of a stream are newcomers at first, so whole users are held out. That takes models that answer for a user they were not
    // trained on.
    private (CentralModel Central, HybridCalibration Calibration) FitStream(
        RatingLog ratings,
        ItemCatalog catalog,
        Action<IReadOnlyList<HeldOutErrors>>? observe,
        IProgress<double>? progress,
        CancellationToken cancellationToken)
    {
        IRecommender[] created = [.. FactoriesFor(catalog).Select(static create => create())];
        RatingLog known = ratings.OfItemsBelow(created.Min(static model => model?.ItemCount ?? int.MaxValue));
        HeldOutStream stream = new(
            _options.Fitting.Seed, known, created.All(static model => model is MatrixFactorizationRecommender));
        if (!stream.HasEnough || !created.All(CentralAnswers.CanFoldIn))
        {
            return FitBatch(ratings, catalog, observe, progress, cancellationToken);
        }

        CentralTraining training = FitCentral(
            known,
            catalog,
            (user, _) => stream.IsHeldOut(0, user),
            [
                .. Enumerable.Range(1, stream.PartCount - 1)
                    .Select<int, Func<int, bool>>(part => user => stream.IsHeldOut(part, user)),
            ],
            progress,
            cancellationToken);
        HybridCalibration calibration = HybridCalibration.LearnFromStream(
            catalog, _options.Personal, stream, training, _options.Fitting.MaxDegreeOfParallelism, observe, cancellationToken);
        progress?.Report(1);
        return (training.Central.WithoutHeldOutAnswers(), calibration);
    }

    private CentralTraining FitCentral(
        RatingLog ratings,
        ItemCatalog catalog,
        Func<int, int, bool> isHeldOut,
        IReadOnlyList<Func<int, bool>> otherUsers,
        IProgress<double>? progress,
        CancellationToken cancellationToken) =>
        CentralModel.Fit(
            [.. FactoriesFor(catalog).Select<Func<IRecommender>, Func<IRecommender>>(create => () => Create(create, catalog.Count))],
            ratings,
            _options.Fitting.MaxDegreeOfParallelism,
            isHeldOut,
            otherUsers,
            ProgressPart.Of(progress, 0, CentralPart),
            cancellationToken);

    private int NextRefit(int ratings) => _options.RefitGrowth is double growth
        ? (int)Math.Clamp(Math.Ceiling(ratings * (1 + growth)), RatingsBeforeFirstRefit, int.MaxValue)
        : _nextRefit;

    private IReadOnlyList<Func<IRecommender>> FactoriesFor(ItemCatalog catalog) =>
        _createCentral ?? DefaultCentralModels.For(catalog, Scale);

    private IRecommender Create(Func<IRecommender> create, int itemCount)
    {
        IRecommender recommender = create() ?? throw new InvalidOperationException(
            "The factory returned null. It must create a central model.");
        return recommender.ItemCount <= itemCount && recommender.Scale == Scale
            ? recommender
            : throw new InvalidOperationException(
                $"The factory must create at most {Shape(itemCount, Scale)}, not {Shape(recommender.ItemCount, recommender.Scale)}.");
    }

    private static string Shape(int items, RatingScale scale) =>
        FormattableString.Invariant($"{items} items on a scale of {scale.Minimum} to {scale.Maximum} by {scale.Step}");
}
