using WeightlessNet.Recommenders.Collaborative.Internals;
using WeightlessNet.Recommenders.Hybrid.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Hybrid;

/// <content>Learning, forgetting and training.</content>
public sealed partial class WeightlessRankingRecommender
{
    /// <inheritdoc/>
    public void Learn(in Rating rating)
    {
        Validate(rating);
        _changes.Learn(rating);
    }

    /// <inheritdoc/>
    public bool Forget(int user, int item) => _changes.Forget(user, item);

    /// <inheritdoc/>
    public int ForgetUser(int user) => _changes.ForgetUser(user);

    /// <summary>The ratings that the central models keep of their training.</summary>
    internal IEnumerable<Rating> TrainedRatings =>
        _versions.Current.Model.Centrals.OfType<IRatingsOfTraining>().SelectMany(static central => central.CopyRatings());

    /// <summary>After what time a like counts half in each of this library's central models where likes age, by name.</summary>
    internal Dictionary<string, TimeSpan> HalfLives
    {
        get
        {
            IReadOnlyList<IItemScoringRecommender> centrals = _versions.Current.Model.Centrals;
            Dictionary<string, TimeSpan> found = [];
            foreach ((IItemScoringRecommender central, string name) in centrals.Zip(RankingModel.NamesOf(centrals)))
            {
                if (RankingTraining.HalfLifeOf(central) is TimeSpan known)
                {
                    found.Add(name, known);
                }
            }

            return found;
        }
    }

    /// <summary>
    /// Removes what was forgotten from the ratings that the central models keep of their training, so that it is not stored.
    /// </summary>
    /// <param name="user">The user.</param>
    /// <param name="item">The item; null for all ratings of the user.</param>
    internal void Withdraw(int user, int? item)
    {
        foreach (IRatingsOfTraining central in _versions.Current.Model.Centrals.OfType<IRatingsOfTraining>())
        {
            central.Withdraw(user, item);
        }
    }

    /// <summary>
    /// Forgets everything, learns these ratings, trains the central models, and learns how much each part of a score counts.
    /// </summary>
    /// <inheritdoc/>
    /// <remarks>
    /// <para>
    /// The central models are trained twice: without a fifth of the ratings to learn the weights, then on all ratings. A canceled training
    /// changes nothing, except an application's own central models. Neither does one that throws. Once trained, a score of a central model
    /// that is NaN counts as 0, and an infinite one as a large number.
    /// </para>
    /// <para>
    /// Until the training is done, answers are those of before. What other threads learn meanwhile shows at once and stays on top of these
    /// ratings; what they forget meanwhile stays forgotten, except for what was trained on it.
    /// </para>
    /// </remarks>
    /// <exception cref="InvalidOperationException">
    /// While the weights are learned, a central model gave an item a score that is NaN or infinite. Or <paramref name="progress"/> of a
    /// training of this recommender called: start it when that training has returned.
    /// </exception>
    public void Fit(ReadOnlySpan<Rating> ratings, IProgress<double>? progress = null, CancellationToken cancellationToken = default) =>
        Train(ratings, null, progress, cancellationToken);

    /// <summary>The lowest rating of a like.</summary>
    internal float LikedFrom => _likedFrom;

    /// <summary>Trains, and tells what is said of held-out likes, if weights are learned.</summary>
    internal void Train(
        ReadOnlySpan<Rating> ratings, Action<RankingHeldOut>? asked, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        IProgress<double>? report = ProgressReport.Begin(progress, this);
        foreach (ref readonly Rating rating in ratings)
        {
            Validate(rating);
        }

        lock (_training)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _ratings.BeginLater();
            try
            {
                ItemCatalog catalog = BeginLaterItems();
                LikedRatings held = new(catalog.Count, Scale, _likedFrom);
                FittedRatings fitted = new(catalog.Count, Scale, _likedFrom);
                foreach (ref readonly Rating rating in ratings)
                {
                    held.Set(rating);
                    fitted.Apply(new LaterChange(
                        LaterChangeKind.Learned, rating.User, new RatedItem(rating.Item, rating.Value, rating.Timestamp)));
                }

                RankingTraining training = new(catalog, Scale, _options, _likedFrom);
                (RankingModel model, RankingItems items) = training.Run(
                    ratings, held, _versions.Current.Model.Centrals, asked, report, cancellationToken);
                ReplaceAll(model, items, fitted);
            }
            finally
            {
                EndLaterItems();
                _ratings.EndLater();
            }
        }
    }

    private void ReplaceAll(RankingModel model, RankingItems trained, FittedRatings fitted)
    {
        // Most of what has changed meanwhile is added before others have to wait. In this order: an item is added before it is rated.
        List<LaterChange>[] later = [.. Enumerable.Range(0, StripedRatings.StripeCount).Select(_ratings.TakeLater)];
        RankingItems items = WithLaterItems(model, trained);
        fitted.Sums.GrowTo(items.Count);
        Array.ForEach(later, fitted.Apply);
        RankingVersion staged = RankingVersion.Of(model, items, fitted.Sums.MakeBlocks(), fitted.Sums.Totals);
        lock (_saving)
        {
            lock (_changingCatalog)
            {
                items = WithLaterItems(model, items);
                fitted.Sums.GrowTo(items.Count);
                PutInPlace(staged, items, fitted);
            }
        }
    }

    private void PutInPlace(RankingVersion staged, RankingItems items, FittedRatings fitted) => _versions.ReplaceAll((before, number) =>
    {
        for (int stripe = 0; stripe < StripedRatings.StripeCount; stripe++)
        {
            fitted.Apply(_ratings.Stripe(stripe).Later!);
        }

        _ratings.Replace(fitted.Ratings);
        RankingVersion made = fitted.Sums.Make(staged, number, items.WithRemovedOf(before.Items));
        _sums.Replace(fitted.Sums);
        _hot.Clear();
        return made.As(before.Version + 1, number);
    });
}
