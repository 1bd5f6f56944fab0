using WeightlessNet.Bits;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>Calibrates personal networks over a central model: what they are after it, and what each part is worth.</summary>
internal sealed record HybridCalibration(Calibrated Calibrated, IReadOnlyList<CalibratedGroup> Report)
{
    private const int SmallestWeight = (1 << RatingWeights.FractionBits) / 200;

    private static readonly long MostAddresses = Array.MaxLength - ItemAddresses.BlockSize;

    /// <summary>Learns the weights for questions about single ratings.</summary>
    /// <param name="catalog">The items and their bits.</param>
    /// <param name="options">The options of the networks.</param>
    /// <param name="fitting">Which ratings are held out from a pretrained model, and how many threads train.</param>
    /// <param name="ratings">The current ratings.</param>
    /// <param name="central">The central model.</param>
    /// <param name="audience">Who rates what, if it was learned with the central model.</param>
    /// <param name="observe">Receives what the calibrated hybrid misses of the held-out ratings; null for nobody.</param>
    /// <param name="cancellationToken">Cancels the calibration.</param>
    public static HybridCalibration Learn(
        ItemCatalog catalog,
        WeightlessOptions options,
        CentralModelOptions fitting,
        RatingLog ratings,
        CentralModel central,
        TrainedAudience? audience,
        Action<IReadOnlyList<HeldOutErrors>>? observe,
        CancellationToken cancellationToken)
    {
        CentralAnswers answers = new(central);
        HeldOutQuestions questions = HeldOutQuestions.AtRandom(fitting.Seed, ratings, central, answers);
        return Learn(
            catalog,
            options,
            ratings,
            [(questions, audience is null
                ? Trained(catalog, central.Scale, questions, options, fitting.MaxDegreeOfParallelism, cancellationToken)
                : AudienceBits.Of(audience.Kept))],
            audience?.All,
            answers,
            central.Scale,
            NetworkLayout.AllKeys(catalog.Fields),
            fitting.MaxDegreeOfParallelism,
            observe,
            cancellationToken);
    }

    /// <summary>Learns the weights for questions as a stream asks them, with recent ratings as one more group.</summary>
    /// <param name="catalog">The items and their bits.</param>
    /// <param name="options">The options of the networks.</param>
    /// <param name="stream">The parts of the users that are held out.</param>
    /// <param name="training">The central model, and what it was without each part of the users: models that all fold in.</param>
    /// <param name="threads">How many threads train.</param>
    /// <param name="observe">Receives what the calibrated hybrid misses of the held-out ratings; null for nobody.</param>
    /// <param name="cancellationToken">Cancels the calibration.</param>
    public static HybridCalibration LearnFromStream(
        ItemCatalog catalog,
        WeightlessOptions options,
        HeldOutStream stream,
        CentralTraining training,
        int threads,
        Action<IReadOnlyList<HeldOutErrors>>? observe,
        CancellationToken cancellationToken)
    {
        RatingScale scale = training.Central.Scale;
        HeldOutUsers[] parts =
        [
            new([.. training.Inner.Select(static inner => inner!)], training.Audience?.Kept),
            .. training.OtherUsers,
        ];
        var questions = new HeldOutQuestions[parts.Length];
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        FirstFailure.Of(
            () => Parallel.For(0, parts.Length, parallel, part => questions[part] = stream.Ask(part, parts[part].Models, scale)),
            cancellationToken);
        (HeldOutQuestions, ItemCatalog?)[] asked =
        [
            .. questions.Zip(parts, (own, part) => (own, part.Audience is ItemAudience audience
                ? AudienceBits.Of(audience)
                : Trained(catalog, scale, own, options, threads, cancellationToken))),
        ];
        return Learn(
            catalog,
            options,
            stream.Ratings,
            asked,
            training.Audience?.All,
            new CentralAnswers(training.Central),
            scale,
            [NodeGroup.Recent, .. NetworkLayout.AllKeys(catalog.Fields)],
            threads,
            observe,
            cancellationToken);
    }

    /// <summary>Weights for a central model of which no answers to held-out ratings are known.</summary>
    public static HybridCalibration Assumed(CentralModel central) =>
        new(new Calibrated(new CentralAnswers(central), RatingWeights.Assumed(central.ModelCount), null), []);

    /// <summary>
    /// Lays out the groups for whose addresses there is room. Narrow fields, which the group of all fields sees too, are left out first.
    /// </summary>
    internal static NetworkLayout LayoutWithin(
        long mostAddresses, ItemCatalog catalog, int audienceBits, WeightlessOptions options, IEnumerable<int> keys)
    {
        List<int> used = [.. keys.OrderBy(key => key switch
        {
            NodeGroup.Mixed => 0,
            >= 0 => NetworkLayout.IsWide(catalog.Fields[key]) ? 1 : 4,
            NodeGroup.Audience => 2,
            _ => 3,
        })];
        var layout = NetworkLayout.Of(catalog, audienceBits, options, used);
        while (used.Count > 1 && (long)catalog.Count * layout.Mapping.NodeCount > mostAddresses)
        {
            used.RemoveAt(used.Count - 1);
            layout = NetworkLayout.Of(catalog, audienceBits, options, used);
        }

        return layout;
    }

    private static ItemCatalog? Trained(
        ItemCatalog catalog,
        RatingScale scale,
        HeldOutQuestions questions,
        WeightlessOptions options,
        int threads,
        CancellationToken cancellationToken) =>
        AudienceBits.Train(catalog.Count, scale, questions.Kept().ToArray(), options.Seed, threads, cancellationToken);

    private static HybridCalibration Learn(
        ItemCatalog catalog,
        WeightlessOptions options,
        RatingLog ratings,
        (HeldOutQuestions Questions, ItemCatalog? Audience)[] parts,
        ItemAudience? trained,
        CentralAnswers answers,
        RatingScale scale,
        IEnumerable<int> keys,
        int threads,
        Action<IReadOnlyList<HeldOutErrors>>? observe,
        CancellationToken cancellationToken)
    {
        int audienceBits = parts.Min(static part => part.Audience?.BitCount ?? 0);
        int[] wanted = [.. keys.Where(key => key != NodeGroup.Audience || audienceBits > 0)];
        NetworkLayout layout = LayoutWithin(MostAddresses, catalog, audienceBits, options, wanted);
        HeldOutRows[] rows =
        [
            .. parts.Select(part => new HeldOutRows(
                catalog, layout, audienceBits > 0 ? part.Audience : null, scale, options, part.Questions)),
        ];
        RatingCalibrator calibrator = new(rows, layout.Groups, ((double)scale.Maximum - scale.Minimum) / 4, threads);
        RatingWeights weights = calibrator.Run(cancellationToken).Without(SmallestWeight);
        observe?.Invoke([.. parts.Zip(rows, (part, asked) => new HeldOutErrors(
            part.Questions.Held, asked.Counts, calibrator.ErrorsOf(asked), part.Questions.Importance, part.Questions.Kept()))]);
        ItemCatalog? audience = !weights.Groups.Contains(NodeGroup.Audience) ? null
            : trained is null ? AudienceBits.Train(catalog.Count, scale, ratings.ToArray(), options.Seed, threads, cancellationToken)
            : AudienceBits.Of(trained);
        int[] used = [.. layout.Groups.ToArray().Select(static group => group.Key)];
        return new HybridCalibration(
            new Calibrated(answers, weights, audience),
            [.. calibrator.Report, .. Unused(catalog, audienceBits, options, [.. wanted.Except(used)], calibrator.Report)]);
    }

    // Groups without room count nothing.
    private static IEnumerable<CalibratedGroup> Unused(
        ItemCatalog catalog, int audienceBits, WeightlessOptions options, int[] keys, IReadOnlyList<CalibratedGroup> report)
    {
        if (keys.Length == 0 || report.Count == 0)
        {
            return [];
        }

        NodeGroup[] groups = NetworkLayout.Of(catalog, audienceBits, options, keys).Groups.ToArray();
        return groups.Select(group => new CalibratedGroup(group.Name, 0) { With = report[0].With, Without = report[0].With });
    }
}
