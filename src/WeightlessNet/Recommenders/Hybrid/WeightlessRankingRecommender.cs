using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Hybrid.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Hybrid;

/// <summary>
/// Ranks items by a weighted sum of popularity, central models and small weightless networks per user, which say how much more often than
/// chance the user's ratings hit the RAM cells of an item. Training learns the weights from held-out likes. Predicted ratings use biases
/// only.
/// </summary>
/// <remarks>
/// <para>
/// A cell answers log2((c + k p) / ((m + k) p)), with c the user's ratings at the cell, m all the user's ratings, p the share of the cell
/// in the ratings of all users, and k the shrinkage; a network's answer is the mean of its nodes. There are two readings: of the likes
/// alone, that is of ratings from <see cref="WeightlessRankingOptions.LikedFrom"/>, and of all ratings. Scores are in bits: one more
/// roughly doubles the odds.
/// </para>
/// <para>
/// <see cref="Fit"/> trains the central models and makes bits from the ratings: of the crowd's mean rating and popularity of an item, and
/// of its audience, that is of who rates it. It chooses from networks over all narrow fields and the crowd, over each field, over the
/// audience, and over the audience and the fields. Fields of more than 64 bits have networks of their own, whose nodes hash the field's
/// set bits. One fifth of the ratings is held out while the weights are learned; then everything is trained on all ratings.
/// The ranking is not below its best central model on the held-out likes, but for the least weight, 1/1024, that popularity always has; a
/// network that does not help is left out. A central model of this library that knows too few likes, so that its estimates hardly differ,
/// gets no weight. One whose scores are more than twice as far apart after the training on all ratings gets less weight, so that it does
/// not drown the other parts. See <see cref="Calibration"/>.
/// </para>
/// <para>
/// Without a training, the score is popularity plus 1.5 times the answer of the networks over the items' own fields. After
/// <see cref="Replace"/> with models of other types it is up to 5 bits for the central models, in proportion to the score of the user's
/// best item, plus 0.3 times popularity and 0.4 times the answer of the networks. A user without ratings gets the most popular items.
/// </para>
/// <para>
/// A central model receives the user's current ratings, so that a learned or forgotten rating takes effect in it and in the networks at
/// once. Its scores may be kept until the user's ratings change or <see cref="Fit"/> or <see cref="Replace"/> runs, so do not train it
/// elsewhere meanwhile. The only personal data in it is what it was trained on. The same holds for bits that are made from ratings.
/// </para>
/// <para>
/// Every answer is a function of the catalog, the current ratings, and what was last trained. The order of
/// learning does not matter, and after <see cref="Forget"/> every answer, for every user, is as if the rating had never been learned,
/// except for what was trained on it. Networks use integers, so their answers are
/// the same on every machine.
/// </para>
/// <para>
/// Thread-safe, and threads rarely wait. An answer is a function of one version of what all users share (the model, the items, and how
/// often each is rated and liked) and of one user's ratings. A user's own ratings show at once, and what a thread has learned shows in that
/// thread's next answer; to other threads what other users have learned may be 16 milliseconds old. What was forgotten shows in no answer
/// that begins after <see cref="Forget"/> returned. 16 milliseconds after nobody learns any longer, all answers are those of a sequential
/// replay. A question about a user who was asked about since the last change of the user's ratings takes no lock. Nobody waits for
/// <see cref="Fit"/> or for a snapshot, except the next one. Central models are asked by several threads at once.
/// </para>
/// <para>
/// A snapshot stores central models of the types <see cref="EaseRecommender"/> and <see cref="ImplicitFactorizationRecommender"/>. If one
/// has another type, such as a decorator or an application's own, no central model, no weights and no bits made from ratings are stored:
/// after loading, <see cref="Calibration"/> is null and popularity is the base until <see cref="Replace"/> adds central models, which the
/// application has to keep. <see cref="Fit"/> alone adds none: it then trains a ranking without central models.
/// </para>
/// </remarks>
public sealed partial class WeightlessRankingRecommender
    : IBatchRecommender, ICounterfactualRecommender, IKnownUsersRecommender
{
    private readonly WeightlessRankingOptions _options;
    private readonly float _likedFrom;

    // One training or replacement of the model at a time.
    private readonly Lock _training = new();
    private readonly StripedRatings _ratings;
    private readonly RankingSums _sums;
    private readonly VersionWriter<RankingVersion> _versions;
    private readonly HotTables<RankingUser> _hot;
    private readonly RatingChanges<RankingVersion, RankingUser> _changes;

    /// <summary>Creates a recommender without ratings.</summary>
    /// <param name="catalog">The items and their bits.</param>
    /// <param name="scale">The scale of the ratings.</param>
    /// <param name="options">The options; the defaults if null.</param>
    /// <param name="centrals">
    /// The central models, which may be none. If null, an <see cref="EaseRecommender"/> and an
    /// <see cref="ImplicitFactorizationRecommender"/> with default options. <see cref="Fit"/> trains copies of models of this library, and
    /// an application's own models in place, while other threads may ask them: they must be safe for that. A model may have fewer items
    /// than the catalog, see <see cref="AddItem"/>.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="catalog"/> or a central model is null.</exception>
    /// <exception cref="ArgumentException">
    /// <see cref="WeightlessRankingOptions.LikedFrom"/> is not on the scale, a central model has more items than the catalog or another
    /// scale, or there are too many addresses.
    /// </exception>
    /// <exception cref="NotSupportedException">
    /// A central model is a decorator around a recommender that does not offer <see cref="IItemScoringRecommender"/>.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The catalog has no items, or <paramref name="scale"/> was not made by its constructor.
    /// </exception>
    public WeightlessRankingRecommender(
        ItemCatalog catalog,
        RatingScale scale,
        WeightlessRankingOptions? options = null,
        IReadOnlyList<IItemScoringRecommender>? centrals = null)
    {
        RecommenderArguments.Check(catalog, scale);
        _options = options ?? new WeightlessRankingOptions();
        _catalog = catalog;
        Scale = scale;
        _likedFrom = LikeOptions.LikedFrom(_options.LikedFrom, scale, nameof(options));
        _ratings = new StripedRatings(scale, _likedFrom);
        _sums = new RankingSums(catalog.Count);
        RankingFields fields = new(catalog, null);
        (RankingModel model, RankingItems items) = centrals is null
            ? Unread(fields, catalog, DefaultCentrals(catalog.Count))
            : Untrained(fields, catalog, Checked(centrals, catalog.Count));
        _versions = new VersionWriter<RankingVersion>(
            _ratings, _sums, RankingVersion.Of(model, items, _sums.MakeBlocks(), _sums.Totals));
        _hot = new HotTables<RankingUser>(_options.MaximumHotUsers);
        _changes = new RatingChanges<RankingVersion, RankingUser>(_ratings, _versions, _hot);
    }

    /// <inheritdoc/>
    public int ItemCount => _versions.Current.ItemCount;

    /// <inheritdoc/>
    public RatingScale Scale { get; }

    /// <summary>The number of current ratings.</summary>
    public int RatingCount => _ratings.Count;

    /// <summary>
    /// The learned weights of popularity, of each central model and of each group of nodes, with NDCG@10 on the held-out likes with it, and
    /// without it and all other weights the same. Null if <see cref="Fit"/> has not learned weights, for which it needs 20 users with likes
    /// that can be held out.
    /// </summary>
    public IReadOnlyList<CalibratedGroup>? Calibration => _versions.Current.Model.Weights.Report;

    /// <summary>
    /// Replaces the central models and the bits of the items. All ratings remain, and removed items stay removed. The learned weights and
    /// the bits that were made from ratings stay if the central models are of the same types, in the same order, and the fields of the
    /// items have the same names; otherwise the weights are those without a training.
    /// </summary>
    /// <param name="catalog">The items and their bits, such as those of a new <see cref="ItemEmbedding"/>.</param>
    /// <param name="centrals">
    /// The central models, already trained; popularity alone if empty. Items that a model does not have get 0 from it.
    /// </param>
    /// <exception cref="ArgumentNullException">An argument or a central model is null.</exception>
    /// <exception cref="ArgumentException">
    /// The catalog does not have <see cref="ItemCount"/> items, a central model has more or another scale, or there are too many addresses.
    /// Nothing is changed.
    /// </exception>
    /// <exception cref="NotSupportedException">
    /// A central model is a decorator around a recommender that does not offer <see cref="IItemScoringRecommender"/>.
    /// </exception>
    /// <exception cref="InvalidOperationException">The progress callback of a training of this recommender called.</exception>
    public void Replace(ItemCatalog catalog, IReadOnlyList<IItemScoringRecommender> centrals)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(centrals);
        IItemScoringRecommender[] checkedCentrals = Checked(centrals, catalog.Count);
        ProgressReport.ThrowIfReporting(this);
        lock (_training)
        {
            RankingVersion version = _versions.Current;
            CheckCount(catalog, version.ItemCount);
            RankingModel present = version.Model;
            RankingFields fields = new(catalog, present.Fields.Trained);
            bool staysCalibrated = present.Weights.Report is not null
                && checkedCentrals.Select(central => central.GetType()).SequenceEqual(present.Centrals.Select(central => central.GetType()))
                && fields.All.Select(field => field.Name).SequenceEqual(present.Fields.All.Select(field => field.Name))
                && Array.TrueForAll(present.Weights.Groups, weighted => weighted.Group.HasBits(fields));
            (RankingModel model, RankingItems items) = staysCalibrated
                ? ModelOf(fields, catalog, checkedCentrals, present.Weights)
                : Untrained(new RankingFields(catalog, null), catalog, checkedCentrals);
            RankingBackground background = version.BackgroundOf(items);
            lock (_changingCatalog)
            {
                // Another thread may have added an item since.
                CheckCount(catalog, ItemCount);
                _versions.Publish(before => before.With(model, items.WithRemovedOf(before.Items), background));
                (_catalog, _ownsCatalog) = (catalog, false);
            }

            _hot.Clear();
        }
    }

    /// <inheritdoc/>
    /// <remarks>The mean of all ratings plus the shrunk biases of the user and the item. Networks and central model are not used.</remarks>
    public double Predict(int user, int item)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        ArgumentOutOfRangeException.ThrowIfNegative(item);
        RankingUser? known = Read(user, out RankingVersion shared);
        return shared.Predict(known is null ? default : known.Ratings, item, Scale);
    }

    /// <summary>
    /// Explains the score by which <see cref="Recommend(int, Span{ScoredItem}, ReadOnlySpan{int})"/> ranks an item, in bits. The base is
    /// the mean popularity over all likes, the popularity of the item beyond it, and the central models, which are not explained further.
    /// What networks say of bits that were made from ratings are the fields "crowd rating", "crowd popularity" and "audience", with a
    /// number if the items have a field of that name.
    /// </summary>
    /// <inheritdoc/>
    public Explanation Explain(int user, int item)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        RecommenderArguments.CheckItem(item, ItemCount);
        RankingUser? known = Read(user, out RankingVersion shared);
        RankingModel model = shared.Model;
        RankingPopularity popularity = shared.PopularityOf(item / LogOddsNetwork.BlockSize);
        UsualPopularity usual = shared.UsualPopularity;
        int at = item % LogOddsNetwork.BlockSize;
        if (known is null)
        {
            long liked = popularity.ForUnknown[at];
            return new Explanation(user, item, RankingReading.ToScore(liked), PopularityParts(liked, usual.ForUnknown), [], []);
        }

        (string Name, long Amount)[] centrals = [.. known.CentralPartsOf(item)];
        IReadOnlyList<Contribution> basis =
        [
            .. PopularityParts(popularity.ForKnown[at], usual.ForKnown),
            .. centrals.Select(
                static part => new Contribution(ContributionKind.Central, part.Name, RankingReading.ToScore(part.Amount))),
        ];
        LogOddsTables tables = known.TablesFor(shared);
        double score = RankingReading.ToScore(
            popularity.ForKnown[at] + centrals.Sum(static part => part.Amount) + model.SumOf(shared.Items, item, tables));
        RankingWorkspace workspace = model.Pool.Rent();
        try
        {
            LogOddsParts parts = new(shared, tables, workspace, RankingReading.ToScore);
            return new Explanation(user, item, score, basis, parts.ByField(item), parts.ByRating(item, known.Ratings));
        }
        finally
        {
            model.Pool.Return(workspace);
        }
    }

    private static Contribution[] PopularityParts(long popularity, long usual) =>
    [
        new(ContributionKind.Prior, "usual popularity", RankingReading.ToScore(usual)),
        new(ContributionKind.Popularity, "popularity", RankingReading.ToScore(popularity - usual)),
    ];

    // A user who is ready to be asked about; null for a user without ratings. The version has all ratings of the user.
    private RankingUser? Read(int user, out RankingVersion shared)
    {
        // In this order: a user who is found after the version was read has all ratings that the version knows. One who was made for a
        // later version may have more. The user may change again before that version is read, so both are read again.
        RankingUser? found;
        do
        {
            shared = _versions.Following();
            found = _hot.Find(user);
        }
        while (found is not null && found.Version > shared.Version);

        return found is not null && found.Model == shared.Model ? found : Current(user, out shared);
    }

    private RankingUser? Current(int user, out RankingVersion shared)
    {
        int id = StripedRatings.IdOf(user);
        RatingStripe stripe = _ratings.Of(user);
        while (true)
        {
            lock (stripe.Lock)
            {
                // In this order: a version that is read later has what an earlier one has.
                bool isMissing = _versions.Misses(stripe, user);
                shared = _versions.Current;
                UserRatings ratings = stripe.Log.OfUser(id);
                if (ratings.IsEmpty)
                {
                    return null;
                }

                if (!isMissing)
                {
                    RankingUser made = new(shared.Model, shared.Version, ratings.Copy());
                    _hot.Put(user, made);
                    return made;
                }
            }

            _versions.Publish();
        }
    }

    private static void CheckCount(ItemCatalog catalog, int itemCount)
    {
        if (catalog.Count != itemCount)
        {
            throw new ArgumentException($"The catalog must have {itemCount} items, not {catalog.Count}.", nameof(catalog));
        }
    }

    private (RankingModel Model, RankingItems Items) ModelOf(
        RankingFields fields, ItemCatalog catalog, IItemScoringRecommender[] centrals, RankingWeights weights)
    {
        RankingItems items = RankingItems.Of(fields, catalog, weights, _options);
        return (new RankingModel(fields, items.Addresses, centrals, weights, _likedFrom, _options), items);
    }

    private (RankingModel Model, RankingItems Items) Untrained(
        RankingFields fields, ItemCatalog catalog, IItemScoringRecommender[] centrals)
    {
        LogOddsGroup[] groups = LogOddsGroup.Untrained(fields, _options.Nodes);
        return ModelOf(fields, catalog, centrals, RankingWeights.Untrained(groups, centrals.Length > 0));
    }

    // With central models that know nothing yet: scores are those of popularity and networks.
    private (RankingModel Model, RankingItems Items) Unread(
        RankingFields fields, ItemCatalog catalog, IItemScoringRecommender[] centrals)
    {
        LogOddsGroup[] groups = LogOddsGroup.Untrained(fields, _options.Nodes);
        return ModelOf(fields, catalog, centrals, RankingWeights.Unread(groups, centrals.Length));
    }

    private IItemScoringRecommender[] DefaultCentrals(int itemCount) =>
    [
        new EaseRecommender(itemCount, Scale, new EaseOptions { LikedFrom = _likedFrom, Weighting = _options.Weighting }),
        new ImplicitFactorizationRecommender(
            itemCount,
            Scale,
            new ImplicitFactorizationOptions
            {
                LikedFrom = _likedFrom,
                Weighting = _options.Weighting,
                Seed = _options.Seed,
            }),
    ];

    private void Validate(in Rating rating)
    {
        Scale.Validate(rating, ItemCount);
        RecommenderArguments.CheckUserBelow(RecommenderArguments.UserBound, rating);
    }

    private IItemScoringRecommender[] Checked(IReadOnlyList<IItemScoringRecommender> centrals, int itemCount)
    {
        foreach (IItemScoringRecommender central in centrals)
        {
            ArgumentNullException.ThrowIfNull(central, nameof(centrals));
            if (central.ItemCount > itemCount)
            {
                throw new ArgumentException(
                    $"A central model must have at most {itemCount} items, not {central.ItemCount}.", nameof(centrals));
            }

            if (central.Scale != Scale)
            {
                throw new ArgumentException($"A central model must have the scale {Scale}, not {central.Scale}.", nameof(centrals));
            }

            // A decorator has the interface even if its inner recommender does not offer it.
            _ = central.GetRequired<IItemScoringRecommender>();
        }

        return [.. centrals];
    }
}
