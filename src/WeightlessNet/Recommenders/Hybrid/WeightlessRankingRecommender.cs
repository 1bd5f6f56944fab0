using System.Buffers;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Collaborative.Internals;
using WeightlessNet.Recommenders.Hybrid.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Hybrid;

/// <summary>
/// Ranks items with one small weightless network per user: by how much more often than chance the user's likes hit the RAM cells of an
/// item, on top of the item's popularity or a central model's score. Predicted ratings use biases only.
/// </summary>
/// <remarks>
/// <para>
/// A cell answers log2((c + k p) / ((m + k) p)), with c the user's likes at the cell, m all the user's likes, p the share of the cell in
/// all ratings, and k the shrinkage; a network's answer is the gain times the mean of its nodes. Scores are in bits: one more doubles the
/// odds. The weight of a like is the distance of the rating above the middle of the scale. Popularity is the number of users who rate an
/// item <see cref="WeightlessRankingOptions.LikedFrom"/> or higher.
/// </para>
/// <para>
/// <see cref="Fit"/> can also make bits from an item's audience: factors of who has rated it
/// (<see cref="WeightlessRankingOptions.AudienceFactors"/>). Every user then has a second network over these bits, and the answers of both
/// are summed.
/// </para>
/// <para>
/// With a central model the networks are a personal layer over it. The model is trained by <see cref="Fit"/>, or separately and then passed
/// to <see cref="Replace"/>. It receives the user's current ratings with every call, so that a learned or forgotten rating takes effect in
/// both at once. The only personal data in it is what it was trained on. The same holds for the audience.
/// </para>
/// <para>
/// Every answer is a function of the catalog, the current ratings, and the central model and the audience as last trained. The order of
/// learning does not matter, and after <see cref="Forget"/> every answer, for every user, is as if the rating had never been learned,
/// except for what the central model or the audience was trained on. All arithmetic except that of these two is integer, so the answers are
/// the same on every machine. Thread-safe: calls take turns.
/// </para>
/// <para>
/// A snapshot stores a central model of this library, but not an application's own: after loading, popularity is the base until
/// <see cref="Replace"/> is called.
/// </para>
/// </remarks>
public sealed partial class WeightlessRankingRecommender
    : IBatchRecommender, IFilteringRecommender, IForgettingRecommender, IExplainingRecommender, IKnownUsersRecommender
{
    private readonly WeightlessRankingOptions _options;
    private readonly RatingUnits _units;
    private readonly float _likedFrom;

    // Writers hold `_writing` for the whole operation, and `_access` while they change state that readers see.
    private readonly Lock _writing = new();
    private readonly Lock _access = new();
    private IItemScoringRecommender? _central;
    private LikedRatings _ratings;
    private LogOddsNetworks _networks;
    private int _userCount;
    private long _step;

    /// <summary>Creates a recommender without ratings.</summary>
    /// <param name="catalog">The items and their bits.</param>
    /// <param name="scale">The scale of the ratings.</param>
    /// <param name="options">The options; the defaults if null.</param>
    /// <param name="central">The central model, such as an <see cref="EaseRecommender"/>; popularity if null.</param>
    /// <exception cref="ArgumentNullException"><paramref name="catalog"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// <see cref="WeightlessRankingOptions.LikedFrom"/> is not on the scale, <paramref name="central"/> has another number of items or
    /// another scale, or there are too many addresses or audience factors.
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

    /// <summary>The number of current ratings.</summary>
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

    /// <summary>Forgets everything, trains the audience and the central model, if any, and learns these ratings.</summary>
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

            // The central model is trained last: after that nothing can fail or be canceled.
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
    /// Replaces the central model and the bits of the items. All ratings remain, and every answer is as if they had been learned with these
    /// from the start. The audience stays as last trained.
    /// </summary>
    /// <param name="catalog">The items and their bits, such as those of a new <see cref="ItemEmbedding"/>.</param>
    /// <param name="central">The central model, already trained; popularity if null.</param>
    /// <exception cref="ArgumentNullException"><paramref name="catalog"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// The number of items or the scale differs, or there are too many addresses or audience factors. Nothing is changed.
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
            throw new ArgumentException($"The catalog must have {ItemCount} items, not {catalog.Count}.", nameof(catalog));
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
    /// <remarks>The mean of all ratings plus the shrunk biases of the user and the item. Networks and central model are not used.</remarks>
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
    /// Explains the score by which <see cref="Recommend(int, Span{ScoredItem}, ReadOnlySpan{int})"/> ranks an item, in bits. The
    /// contribution of a central model is the difference between its score and popularity; it is not explained further. The second network
    /// is one field, "audience", or "audience 2" and so on if the items have a field of that name.
    /// </summary>
    /// <inheritdoc/>
    public Explanation Explain(int user, int item)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        if ((uint)item >= (uint)ItemCount)
        {
            throw new ArgumentOutOfRangeException(nameof(item), item, $"The item must be 0 to {ItemCount - 1}.");
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

    // Parts of a score are integers that a double represents exactly.
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

    private LogOddsAddresses AddressesOf(ItemCatalog catalog) => new(catalog, _options.Nodes, _options.TupleSize, _options.Seed);

    private void PutInPlace(ItemCatalog catalog, LogOddsAddresses? audience, IItemScoringRecommender? central)
    {
        LogOddsAddresses present = _networks.Own.Addresses;
        LogOddsNetworks networks = Networks(catalog == present.Catalog ? present : AddressesOf(catalog), audience, _ratings);
        lock (_access)
        {
            _networks = networks;
            _central = central;
            _step = StepOf(central);
        }
    }

    private LogOddsNetworks Networks(LogOddsAddresses own, LogOddsAddresses? audience, LikedRatings ratings)
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

        // Clear the user's ratings before others rent the memory.
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
                // No data of a forgotten user stays in memory, not even in scratch memory that is never read.
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
            throw new ArgumentException($"{factors} audience factors of {ItemCount} items are too many. Use fewer.", nameof(central));
        }

        if (central is not null && central.ItemCount != ItemCount)
        {
            throw new ArgumentException($"The central model must have {ItemCount} items, not {central.ItemCount}.", nameof(central));
        }

        if (central is not null && central.Scale != Scale)
        {
            throw new ArgumentException($"The central model must have the scale {Scale}, not {central.Scale}.", nameof(central));
        }

        // A decorator has the interface even if its inner recommender does not offer it.
        _ = central?.GetRequired<IItemScoringRecommender>();
    }
}
