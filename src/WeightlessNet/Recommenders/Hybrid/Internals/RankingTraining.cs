using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Collaborative.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>
/// Trains a ranking: everything on four fifths of the ratings, to learn the weights from the likes among the others, then everything that
/// has a weight on all ratings.
/// </summary>
/// <param name="catalog">The items and their own bits.</param>
/// <param name="scale">The scale of the ratings.</param>
/// <param name="options">The options of the ranking.</param>
/// <param name="likedFrom">The lowest rating of a like.</param>
internal sealed class RankingTraining(ItemCatalog catalog, RatingScale scale, WeightlessRankingOptions options, float likedFrom)
{
    private const double HalfLivesChosen = 0.15;

    // Of what comes after it.
    private const double TrainedInner = 0.4;
    private const double Asked = 0.5;
    private const double Calibrated = 0.6;

    /// <summary>Trains the model. Also returns the items of the catalog at the model's networks.</summary>
    /// <param name="ratings">The ratings, in their original order.</param>
    /// <param name="held">The same ratings, at most one for each user and item.</param>
    /// <param name="centrals">
    /// The central models. This library's are copied, with all items of the catalog; others are trained in place, on the ratings of their
    /// items, and last of all.
    /// </param>
    /// <param name="asked">Receives what is said of held-out likes, if weights are learned; null if nobody asks.</param>
    /// <param name="progress">Receives the fraction done.</param>
    /// <param name="cancellationToken">Cancels the training.</param>
    public (RankingModel Model, RankingItems Items) Run(
        ReadOnlySpan<Rating> ratings,
        LikedRatings held,
        IReadOnlyList<IItemScoringRecommender> centrals,
        Action<RankingHeldOut>? asked,
        IProgress<double>? progress,
        CancellationToken cancellationToken)
    {
        if (options is { LearnsHalfLife: true, HalfLife: null })
        {
            centrals = HalfLifeChoice.For(
                centrals, held, catalog.Count, options, ProgressPart.Of(progress, 0, HalfLivesChosen), cancellationToken);
            progress = ProgressPart.Of(progress, HalfLivesChosen, 1);
        }

        (RankingWeights weights, CentralSpread? spread) = Calibrate(ratings, held, centrals, asked, progress, cancellationToken);
        RankingFields fields = new(catalog, TrainBits(held, weights, cancellationToken));
        var trained = Untrained(centrals);
        RankingItems items = RankingItems.Of(fields, catalog, weights, options);
        Fit(trained, ratings, progress, Calibrated, 1, cancellationToken);
        weights = spread is null ? weights : weights.Times(spread.FactorsFor(trained, held));
        RankingModel model = new(fields, items.Addresses, trained, weights, likedFrom, options);
        return (model, items);
    }

    // Without enough likes that can be held out there is nothing to measure.
    private (RankingWeights Weights, CentralSpread? Spread) Calibrate(
        ReadOnlySpan<Rating> ratings,
        LikedRatings held,
        IReadOnlyList<IItemScoringRecommender> centrals,
        Action<RankingHeldOut>? asked,
        IProgress<double>? progress,
        CancellationToken cancellationToken)
    {
        // Where likes age, the weights are those that suit the latest likes too, if there are enough of these.
        LatestLikes? latest = centrals.Any(static central => HalfLifeOf(central) is not null) ? LatestLikes.Of(held) : null;
        (Rating[] known, LikedRatings knownLikes, Rating[] likes) = latest is null
            ? Divide(ratings.ToArray(), held, IsHeldOut)
            : Divide([.. AllOf(held.Log)], held, rating => latest.Has(rating.User, rating.Timestamp));
        if (latest is not null && CountAsked(likes, knownLikes) < RankingCalibration.FewestUsers)
        {
            (known, knownLikes, likes) = Divide(ratings.ToArray(), held, IsHeldOut);
        }

        if (CountAsked(likes, knownLikes) < RankingCalibration.FewestUsers)
        {
            LogOddsGroup[] untrained = LogOddsGroup.Untrained(new RankingFields(catalog, null), options.Nodes);
            return (RankingWeights.Untrained(untrained, centrals.Count > 0), null);
        }

        Rating[] unique = [.. AllOf(knownLikes.Log)];
        RankingFields fields = new(
            catalog, TrainedBits.Train(catalog.Count, scale, unique, options, needsAudience: true, cancellationToken));
        WeightedGroup[] groups =
        [
            .. LogOddsGroup.Candidates(fields, catalog.Count, options.Nodes, options.TupleSize)
                .Select(group => new WeightedGroup(group, new ReadingWeights(1, 1))),
        ];
        var trained = Untrained(centrals);
        RankingWeights all = new(1, new int[centrals.Count], groups, null);
        RankingItems items = RankingItems.Of(fields, catalog, all, options);
        RankingModel model = new(fields, items.Addresses, trained, all, likedFrom, options);
        Fit(trained, known, progress, 0, TrainedInner, cancellationToken);
        int users = Enumerable.Range(0, knownLikes.Log.UserCount).Count(user => !knownLikes.Log.OfUser(user).IsEmpty);
        bool readsRatings = known.Any(rating => rating.Value < likedFrom);
        RankingFeatures features = new(model, items, knownLikes, users, readsRatings);
        var questions = RankingQuestions.Ask(features, knownLikes, likes, catalog.Count, options.Seed, cancellationToken);
        progress?.Report(Asked);
        RankingCalibration calibration = new(questions, features, model);
        RankingWeights weights = calibration.Learn(cancellationToken);
        asked?.Invoke(new RankingHeldOut(knownLikes, users, likes, questions, calibration.Scaled, options.Seed));
        progress?.Report(Calibrated);
        return (weights, new CentralSpread(trained, knownLikes, options.Seed));
    }

    private ItemCatalog? TrainBits(LikedRatings held, RankingWeights weights, CancellationToken cancellationToken) =>
        Array.Exists(weights.Groups, weighted => weighted.Group.NeedsTraining)
            ? TrainedBits.Train(
                catalog.Count,
                scale,
                [.. AllOf(held.Log)],
                options,
                Array.Exists(weights.Groups, weighted => weighted.Group.NeedsAudience),
                cancellationToken)
            : null;

    private IReadOnlyList<IItemScoringRecommender> Untrained(IReadOnlyList<IItemScoringRecommender> centrals) =>
    [
        .. centrals.Select(central => central switch
        {
            EaseRecommender ease => ease.Untrained(catalog.Count, options.MaxDegreeOfParallelism),
            ImplicitFactorizationRecommender factorization => factorization.Untrained(catalog.Count, options.MaxDegreeOfParallelism),
            _ => central,
        }),
    ];

    // Copies first: training an application's own model cannot be undone.
    private static void Fit(
        IReadOnlyList<IItemScoringRecommender> centrals,
        ReadOnlySpan<Rating> ratings,
        IProgress<double>? progress,
        double start,
        double end,
        CancellationToken cancellationToken)
    {
        int done = 0;
        foreach (IItemScoringRecommender central in centrals
            .OrderBy(central => central is not EaseRecommender and not ImplicitFactorizationRecommender))
        {
            double share = (end - start) / centrals.Count;
            var part = ProgressPart.Of(progress, start + (done * share), start + ((done + 1) * share));
            central.Fit(OfItemsBelow(central.ItemCount, ratings), part, cancellationToken);
            done++;
        }

        progress?.Report(end);
    }

    private static ReadOnlySpan<Rating> OfItemsBelow(int itemCount, ReadOnlySpan<Rating> ratings)
    {
        foreach (ref readonly Rating rating in ratings)
        {
            if (rating.Item >= itemCount)
            {
                return Array.FindAll(ratings.ToArray(), rating => rating.Item < itemCount);
            }
        }

        return ratings;
    }

    private static IEnumerable<Rating> AllOf(RatingLog log)
    {
        for (int user = 0; user < log.UserCount; user++)
        {
            for (int i = 0; i < log.OfUser(user).Length; i++)
            {
                RatedItem rated = log.OfUser(user)[i];
                yield return new Rating(user, rated.Item, rated.Value, rated.Timestamp);
            }
        }
    }

    // The ratings that are not held out, in their order and by user, and the likes among the others.
    private (Rating[] Known, LikedRatings ByUser, Rating[] Likes) Divide(Rating[] ratings, LikedRatings held, Predicate<Rating> isHeldOut)
    {
        Rating[] known = Array.FindAll(ratings, rating => !isHeldOut(rating));
        LikedRatings byUser = new(catalog.Count, scale, likedFrom);
        Array.ForEach(known, rating => byUser.Set(rating));
        return (known, byUser, [.. AllOf(held.Log).Where(rating => isHeldOut(rating) && rating.Value >= likedFrom)]);
    }

    private static int CountAsked(Rating[] likes, LikedRatings known) =>
        likes.Select(static rating => rating.User).Distinct().Count(user => !known.Log.OfUser(user).IsEmpty);

    private bool IsHeldOut(Rating rating) => HeldOutAnswers.IsHeldOut(options.Seed, rating.User, rating.Item);

    /// <summary>After what time a like counts half in a central model of this library; null if likes do not age.</summary>
    public static TimeSpan? HalfLifeOf(IItemScoringRecommender central) => central switch
    {
        EaseRecommender ease => ease.HalfLife,
        ImplicitFactorizationRecommender factorization => factorization.HalfLife,
        _ => null,
    };
}
