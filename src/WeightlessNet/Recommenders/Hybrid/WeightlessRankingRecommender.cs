using System.Buffers;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Collaborative.Internals;
using WeightlessNet.Recommenders.Hybrid.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Hybrid;

/// <summary>
/// Ranks items by one small weightless network per user: by how much more often than chance the user's likes hit the RAM cells of an item,
/// on top of how popular the item is, or of what a central model says. Predicted ratings are those of biases alone.
/// </summary>
/// <remarks>
/// <para>
/// A cell's weight is the logarithm of c + k p over (m + k) p, with c the user's likes at the cell, m all the user's likes, p the share of
/// the cell in all ratings, and k the shrinkage; a network's answer is the mean of its nodes times the gain. Scores are in bits:
/// one more doubles the odds. A rating is a like by how far it lies above the middle of the scale; what counts as popular is how many
/// users rate an item with <see cref="WeightlessRankingOptions.LikedFrom"/> or more.
/// </para>
/// <para>
/// What an item is made of says only so much. So <see cref="Fit"/> can also make bits of an item's audience, which are factors of who has
/// rated it (<see cref="WeightlessRankingOptions.AudienceFactors"/>): every user then has a second network over these, and both are summed.
/// </para>
/// <para>
/// With a central model the same networks are a personal layer over it. The model is trained by <see cref="Fit"/>, or apart from it and put
/// in place by <see cref="Replace"/>; it is handed the user's present ratings with every question, so that a rating that is learned or
/// forgotten shows at once in both, and nothing personal is in it but what it was trained on. The same holds for the audience.
/// </para>
/// <para>
/// Every answer is a function of the catalog, the ratings that are held, and the central model and the audience as they were last
/// trained. The order in which ratings were learned does not matter, and after <see cref="Forget"/> every answer, for every user, is
/// what it would be had the rating never been learned, but for what a central model or the audience was trained on. All arithmetic is
/// of whole numbers, but for that of these two, so the answers are the same on every machine. Safe for concurrent use by many threads:
/// calls take turns.
/// </para>
/// <para>
/// A snapshot stores a central model of this library, but not an application's own: after loading, popularity takes its place until
/// <see cref="Replace"/> is called.
/// </para>
/// </remarks>
public sealed partial class WeightlessRankingRecommender
    : IBatchRecommender, IFilteringRecommender, IForgettingRecommender, IExplainingRecommender, IKnownUsersRecommender
{
    private readonly WeightlessRankingOptions _options;
    private readonly RatingUnits _units;
    private readonly float _likedFrom;

    // Whoever changes what was learned holds the first lock throughout, and the second while readers could see it change.
    private readonly Lock _writing = new();
    private readonly Lock _access = new();
    private IItemScoringRecommender? _central;
    private LikedRatings _ratings;
    private LogOddsNetworks _networks;
    private int _userCount;
    private long _step;

    /// <summary>Creates a recommender that knows no rating.</summary>
    /// <param name="catalog">The items and their bits.</param>
    /// <param name="scale">The scale of the ratings.</param>
    /// <param name="options">The shape of the networks; the defaults where null.</param>
    /// <param name="central">The central model to build on, such as an <see cref="EaseRecommender"/>; popularity where null.</param>
    /// <exception cref="ArgumentNullException"><paramref name="catalog"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// <see cref="WeightlessRankingOptions.LikedFrom"/> is not on the scale, <paramref name="central"/> has other items or another scale,
    /// or there are too many addresses or factors of the audience.
    /// </exception>
    /// <exception cref="NotSupportedException">
    /// <paramref name="central"/> is a decorator around a recommender that does not offer <see cref="IItemScoringRecommender"/>.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The catalog has no items or no bits, or <paramref name="scale"/> was not made by its constructor.
    /// </exception>
    public WeightlessRankingRecommender(
        ItemCatalog catalog, RatingScale scale, WeightlessRankingOptions? options = null, IItemScoringRecommender? central = null)
    {
        RecommenderArguments.Check(catalog, scale);
        _options = options ?? new WeightlessRankingOptions();
        ItemCount = catalog.Count;
        Scale = scale;
        _units = new RatingUnits(scale);
        _likedFrom = LikeOptions.LikedFrom(_options.LikedFrom, scale, nameof(options));
        CheckCentral(central);
        _ratings = new LikedRatings(ItemCount, scale, _likedFrom);
        _networks = new LogOddsNetworks(AddressesOf(catalog), null, _options, _units);
        _central = central;
        _step = StepOf(central);
    }

    /// <inheritdoc/>
    public int ItemCount { get; }

    /// <inheritdoc/>
    public RatingScale Scale { get; }

    /// <summary>How many ratings it holds.</summary>
    public int RatingCount
    {
        get
        {
            lock (_access)
            {
                return _ratings.Log.RatingCount;
            }
        }
    }

    /// <inheritdoc/>
    public void Learn(in Rating rating)
    {
        Validate(rating);
        lock (_writing)
        {
            lock (_access)
            {
                Set(rating);
            }
        }
    }

    /// <summary>Forgets everything, trains the audience and the central model, as far as there are, and learns these ratings.</summary>
    /// <inheritdoc/>
    public void Fit(ReadOnlySpan<Rating> ratings, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        foreach (ref readonly Rating rating in ratings)
        {
            Validate(rating);
        }

        lock (_writing)
        {
            cancellationToken.ThrowIfCancellationRequested();
            LikedRatings held = new(ItemCount, Scale, _likedFrom);
            foreach (ref readonly Rating rating in ratings)
            {
                held.Set(rating);
            }

            // The central model comes last: once it is trained nothing can fail or be canceled any more.
            ItemCatalog? audience = TrainAudience(ratings, held, progress, cancellationToken);
            LogOddsNetworks networks = Networks(_networks.Own.Addresses, audience is null ? null : AddressesOf(audience), held);
            int userCount = CountUsers(held.Log);
            double done = audience is null ? 0 : 0.5;
            _central?.Fit(ratings, progress is null ? null : new ProgressPart(progress, done, 1), cancellationToken);
            if (_central is null)
            {
                progress?.Report(1);
            }

            lock (_access)
            {
                _ratings = held;
                _networks = networks;
                _userCount = userCount;
            }
        }
    }

    /// <summary>
    /// Puts another central model, or other bits of the same items, in place of the present ones. All ratings remain, and every answer is
    /// what it would be had they been learned with these from the start. The audience remains as it was last trained.
    /// </summary>
    /// <param name="catalog">The items and their bits, such as those of a new <see cref="ItemEmbedding"/>.</param>
    /// <param name="central">The central model, as it was trained; popularity where null.</param>
    /// <exception cref="ArgumentNullException"><paramref name="catalog"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// There is another number of items, <paramref name="central"/> has another scale, or there are too many addresses or factors of the
    /// audience. Nothing is changed.
    /// </exception>
    /// <exception cref="NotSupportedException">
    /// <paramref name="central"/> is a decorator around a recommender that does not offer <see cref="IItemScoringRecommender"/>.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">The catalog has no bits. Nothing is changed.</exception>
    public void Replace(ItemCatalog catalog, IItemScoringRecommender? central)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        if (catalog.Count != ItemCount)
        {
            throw new ArgumentException($"The catalog has {catalog.Count} items, not {ItemCount}.", nameof(catalog));
        }

        CheckCentral(central);
        lock (_writing)
        {
            PutInPlace(catalog, _networks.Audience?.Addresses, central);
        }
    }

    /// <inheritdoc/>
    public bool Forget(int user, int item)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        ArgumentOutOfRangeException.ThrowIfNegative(item);
        lock (_writing)
        {
            lock (_access)
            {
                return Remove(user, item);
            }
        }
    }

    /// <inheritdoc/>
    public int ForgetUser(int user)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        lock (_writing)
        {
            lock (_access)
            {
                int count = _ratings.Log.OfUser(user).Length;
                for (int left = count; left > 0; left--)
                {
                    Remove(user, _ratings.Log.OfUser(user)[left - 1].Item);
                }

                return count;
            }
        }
    }

    /// <inheritdoc/>
    /// <remarks>The mean of all ratings and the shrunk biases of the user and the item; neither network nor central model enter.</remarks>
    public double Predict(int user, int item)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        ArgumentOutOfRangeException.ThrowIfNegative(item);
        lock (_access)
        {
            return _ratings.Predict(user, item);
        }
    }

    /// <summary>
    /// Explains the score with which <see cref="Recommend(int, Span{ScoredItem}, ReadOnlySpan{int})"/> ranks an item, in bits. With a
    /// central model its part is what its score adds to popularity; it is not taken apart. What the second network says is one field,
    /// "audience", or "audience 2" and so on where the items have a field of that name.
    /// </summary>
    /// <inheritdoc/>
    public Explanation Explain(int user, int item)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        if ((uint)item >= (uint)ItemCount)
        {
            throw new ArgumentOutOfRangeException(nameof(item), item, $"The catalog has {ItemCount} items.");
        }

        float[] rented = ArrayPool<float>.Shared.Rent(ItemCount);
        try
        {
            lock (_access)
            {
                UserRatings log = _ratings.Log.OfUser(user);
                ReadOnlySpan<float> central = ScoreCentrally(log, rented);
                long popularity = BaseOf(item, []);
                long start = BaseOf(item, central);
                Contribution[] basis = central.IsEmpty
                    ? [new("popularity", ToScore(popularity))]
                    : [new("popularity", ToScore(popularity)), new("central model", ToScore(start - popularity))];
                if (log.IsEmpty)
                {
                    return new Explanation(user, item, ToScore(start), basis, [], []);
                }

                LogOddsTables tables = _networks.TablesOf(user, log);
                LogOddsParts parts = new(_networks, tables, _step, ToScore);
                double score = ToScore(start + (_networks.SumOf(item, tables) * _step));
                return new Explanation(user, item, score, basis, parts.ByField(item), parts.ByRating(item, log));
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(rented, clearArray: true);
        }
    }

    // Parts of a score are whole, and exact as doubles.
    private static double ToScore(long parts) => parts / (double)(1L << RankingBase.FractionBits);

    private long StepOf(IItemScoringRecommender? central) => (long)Math.Round(
        _options.GainOver(central) * (1L << RankingBase.FractionBits) / (LogOddsFold.StepsPerBit * _options.Nodes));

    private ItemCatalog? TrainAudience(
        ReadOnlySpan<Rating> ratings, LikedRatings held, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        int factors = _options.AudienceFactorsOver(_central);
        if (factors == 0 || ratings.IsEmpty)
        {
            return null;
        }

        ProgressPart? part = progress is null ? null : new ProgressPart(progress, 0, _central is null ? 1 : 0.5);
        return AudienceBits.Train(ItemCount, Scale, ratings, held, factors, _options.Seed, part, cancellationToken);
    }

    private CatalogAddresses AddressesOf(ItemCatalog catalog) => new(catalog, _options.Nodes, _options.TupleSize, _options.Seed);

    private void PutInPlace(ItemCatalog catalog, CatalogAddresses? audience, IItemScoringRecommender? central)
    {
        CatalogAddresses present = _networks.Own.Addresses;
        LogOddsNetworks networks = Networks(catalog == present.Catalog ? present : AddressesOf(catalog), audience, _ratings);
        lock (_access)
        {
            _networks = networks;
            _central = central;
            _step = StepOf(central);
        }
    }

    private LogOddsNetworks Networks(CatalogAddresses own, CatalogAddresses? audience, LikedRatings ratings)
    {
        LogOddsNetworks networks = new(own, audience, _options, _units);
        for (int item = 0; item < ItemCount; item++)
        {
            networks.SetRatings(item, ratings.RatingsOf(item));
        }

        return networks;
    }

    private ReadOnlySpan<float> ScoreCentrally(UserRatings log, float[] rented)
    {
        if (_central is null || log.IsEmpty)
        {
            return default;
        }

        // What a user rated does not stay in memory that others rent.
        RatedItem[] ratings = ArrayPool<RatedItem>.Shared.Rent(log.Length);
        try
        {
            log.CopyTo(ratings);
            _central.Score(ratings.AsSpan(0, log.Length), rented.AsSpan(0, ItemCount));
        }
        finally
        {
            ArrayPool<RatedItem>.Shared.Return(ratings, clearArray: true);
        }

        return rented.AsSpan(0, ItemCount);
    }

    private long BaseOf(int item, ReadOnlySpan<float> central) => central.IsEmpty
        ? RankingBase.OfPopularity(_ratings.LikesOf(item), _userCount)
        : RankingBase.OfScore(central[item], _ratings.LikesOf(item), _userCount);

    private static int CountUsers(RatingLog log) => Enumerable.Range(0, log.UserCount).Count(user => !log.OfUser(user).IsEmpty);

    private void Set(in Rating rating)
    {
        bool isNew = _ratings.Log.OfUser(rating.User).IsEmpty;
        _ratings.Set(rating);
        _userCount += isNew ? 1 : 0;
        _networks.SetRatings(rating.Item, _ratings.RatingsOf(rating.Item));
    }

    private bool Remove(int user, int item)
    {
        bool removes = _ratings.Remove(user, item);
        if (removes)
        {
            _networks.SetRatings(item, _ratings.RatingsOf(item));
            if (_ratings.Log.OfUser(user).IsEmpty)
            {
                // Nothing of a user who is forgotten stays in memory, not even where it would never be read.
                _userCount--;
                _networks.Forget(user);
            }
        }

        return removes;
    }

    private void Validate(in Rating rating)
    {
        Scale.Validate(rating, ItemCount);
        RecommenderArguments.CheckUserBelow(RecommenderArguments.UserBound, rating);
    }

    private void CheckCentral(IItemScoringRecommender? central)
    {
        int factors = _options.AudienceFactorsOver(central);
        if ((long)ItemCount * factors > Array.MaxLength)
        {
            throw new ArgumentException($"{ItemCount} items have no room for {factors} factors of their audience each.", nameof(central));
        }

        if (central is not null && central.ItemCount != ItemCount)
        {
            throw new ArgumentException($"The central model has {central.ItemCount} items, not {ItemCount}.", nameof(central));
        }

        if (central is not null && central.Scale != Scale)
        {
            throw new ArgumentException("The central model has another scale of ratings.", nameof(central));
        }

        // A decorator has the interface whatever it is around.
        _ = central?.GetRequired<IItemScoringRecommender>();
    }
}
