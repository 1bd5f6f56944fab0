using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>Calibrates personal networks over a central model: what they are after it, and what each part is worth.</summary>
internal sealed record HybridCalibration(Calibrated Calibrated, IReadOnlyList<CalibratedGroup> Report)
{
    private const int SmallestWeight = (1 << RatingWeights.FractionBits) / 200;

    /// <summary>Learns the weights for questions about single ratings.</summary>
    /// <param name="catalog">The items and their bits.</param>
    /// <param name="options">The options of the networks.</param>
    /// <param name="seed">The seed that decides which ratings are held out from a pretrained model.</param>
    /// <param name="ratings">The current ratings.</param>
    /// <param name="central">The central model.</param>
    /// <param name="audience">Who rates what, if it was learned with the central model.</param>
    /// <param name="cancellationToken">Cancels the calibration.</param>
    public static HybridCalibration Learn(
        ItemCatalog catalog,
        WeightlessOptions options,
        ulong seed,
        RatingLog ratings,
        CentralModel central,
        TrainedAudience? audience,
        CancellationToken cancellationToken)
    {
        CentralAnswers answers = new(central);
        return Learn(
            catalog,
            options,
            ratings,
            HeldOutQuestions.AtRandom(seed, ratings, central, answers),
            audience,
            answers,
            central.Scale,
            NetworkLayout.AllKeys(catalog.Fields),
            cancellationToken);
    }

    /// <summary>Learns the weights for questions as a stream asks them, with recent ratings as one more group.</summary>
    /// <param name="catalog">The items and their bits.</param>
    /// <param name="options">The options of the networks.</param>
    /// <param name="seed">The seed that decides which users are held out.</param>
    /// <param name="ratings">The current ratings.</param>
    /// <param name="training">The central model, and what it was without the held-out users: models that all fold in.</param>
    /// <param name="cancellationToken">Cancels the calibration.</param>
    public static HybridCalibration LearnFromStream(
        ItemCatalog catalog,
        WeightlessOptions options,
        ulong seed,
        RatingLog ratings,
        CentralTraining training,
        CancellationToken cancellationToken) => Learn(
            catalog,
            options,
            ratings,
            HeldOutQuestions.OfStream(
                seed, ratings, [.. training.Inner.Select(static inner => inner!)], training.Central.Scale),
            training.Audience,
            new CentralAnswers(training.Central),
            training.Central.Scale,
            [NodeGroup.Recent, .. NetworkLayout.AllKeys(catalog.Fields)],
            cancellationToken);

    /// <summary>Weights for a central model of which no answers to held-out ratings are known.</summary>
    public static HybridCalibration Assumed(CentralModel central) =>
        new(new Calibrated(new CentralAnswers(central), RatingWeights.Assumed(central.ModelCount), null), []);

    private static HybridCalibration Learn(
        ItemCatalog catalog,
        WeightlessOptions options,
        RatingLog ratings,
        HeldOutQuestions questions,
        TrainedAudience? trained,
        CentralAnswers answers,
        RatingScale scale,
        IEnumerable<int> keys,
        CancellationToken cancellationToken)
    {
        ItemCatalog? audience = trained is null
            ? AudienceBits.Train(catalog.Count, scale, questions.Kept().ToArray(), options.Seed, cancellationToken)
            : AudienceBits.Of(trained.Kept);
        NetworkLayout layout = NetworkLayout.Of(
            catalog, audience?.BitCount ?? 0, options, keys.Where(key => key != NodeGroup.Audience || audience is not null));
        HeldOutRows rows = new(catalog, layout, audience, scale, options, questions);
        RatingCalibrator calibrator = new(rows, layout.Groups, ((double)scale.Maximum - scale.Minimum) / 4);
        RatingWeights weights = calibrator.Run(cancellationToken).Without(SmallestWeight);
        audience = !weights.Groups.Contains(NodeGroup.Audience) ? null
            : trained is null ? AudienceBits.Train(catalog.Count, scale, ratings.ToArray(), options.Seed, cancellationToken)
            : AudienceBits.Of(trained.All);
        return new HybridCalibration(new Calibrated(answers, weights, audience), calibrator.Report);
    }
}
