using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>Calibrates personal networks over a central model: what they are after it, and what each part is worth.</summary>
internal sealed record HybridCalibration(Calibrated Calibrated, IReadOnlyList<CalibratedGroup> Report)
{
    private const int SmallestWeight = (1 << RatingWeights.FractionBits) / 200;

    /// <summary>Learns the weights from current ratings.</summary>
    /// <param name="catalog">The items and their bits.</param>
    /// <param name="scale">The scale of the ratings.</param>
    /// <param name="options">The options of the networks.</param>
    /// <param name="seed">The seed that decides which ratings are held out from a pretrained model.</param>
    /// <param name="ratings">The current ratings, by user and then by item.</param>
    /// <param name="central">The central model.</param>
    /// <param name="cancellationToken">Cancels the calibration.</param>
    public static HybridCalibration Learn(
        ItemCatalog catalog,
        RatingScale scale,
        WeightlessOptions options,
        ulong seed,
        Rating[] ratings,
        CentralModel central,
        CancellationToken cancellationToken)
    {
        CentralAnswers answers = new(central);
        (Rating[] kept, Rating[] held, short[][] predicted) = Split(seed, ratings, central, answers);
        ItemCatalog? audience = Audience.Train(catalog.Count, scale, kept, options.Seed, cancellationToken);
        IReadOnlyList<int> keys = NetworkLayout.AllKeys(catalog.Fields);
        NetworkLayout layout = NetworkLayout.Of(
            catalog, audience?.BitCount ?? 0, options, keys.Where(key => key != NodeGroup.Audience || audience is not null));
        RatingCalibrator calibrator = new(
            new HeldOutRows(catalog, layout, audience, scale, options, kept, held, predicted), layout.Groups);
        RatingWeights weights = calibrator.Run(cancellationToken).Without(SmallestWeight);
        audience = weights.Groups.Contains(NodeGroup.Audience)
            ? Audience.Train(catalog.Count, scale, ratings, options.Seed, cancellationToken)
            : null;
        return new HybridCalibration(new Calibrated(answers, weights, audience), calibrator.Report);
    }

    private static (Rating[] Kept, Rating[] Held, short[][] Answers) Split(
        ulong seed, Rating[] ratings, CentralModel central, CentralAnswers answers)
    {
        List<Rating> kept = [];
        List<Rating> held = [];
        List<short>[] predicted = [.. Enumerable.Range(0, central.ModelCount).Select(_ => new List<short>())];
        int next = 0;
        foreach (Rating rating in ratings)
        {
            if (central.HeldOut is HeldOutAnswers heldOut)
            {
                // Both are in the order of users and items.
                while (next < heldOut.Users.Length
                    && (heldOut.Users[next], heldOut.Items[next]).CompareTo((rating.User, rating.Item)) < 0)
                {
                    next++;
                }

                if (next == heldOut.Users.Length || (heldOut.Users[next], heldOut.Items[next]) != (rating.User, rating.Item))
                {
                    kept.Add(rating);
                    continue;
                }

                for (int model = 0; model < predicted.Length; model++)
                {
                    predicted[model].Add(heldOut.Answers[model][next]);
                }
            }
            else if (!HeldOutAnswers.IsHeldOut(seed, rating.User, rating.Item))
            {
                kept.Add(rating);
                continue;
            }
            else
            {
                for (int model = 0; model < predicted.Length; model++)
                {
                    predicted[model].Add((short)answers.Of(model, rating.User, default, rating.Item));
                }
            }

            held.Add(rating);
        }

        return ([.. kept], [.. held], [.. predicted.Select(model => model.ToArray())]);
    }
}
