using WeightlessNet.Nodes;

namespace WeightlessNet.Recommenders;

/// <summary>
/// One small weightless network per user: RAM nodes over the bits of the items that the user rated, on top of what all users together
/// say of an item. It learns a rating by adding it and forgets it by taking it away.
/// </summary>
/// <remarks>
/// <para>
/// Every answer is a function of the catalogue and of the ratings that it holds. The order in which they were learned does not matter,
/// and after <see cref="Forget"/> every answer, for every user, is what it would be had the rating never been learned: not only the
/// user's own cells forget it, but also the statistics of the crowd.
/// </para>
/// <para>
/// A rating enters the user's log and the crowd's sums at once; the user's cells follow when they are next read, changing only what
/// differs. A user's own rating never counts in the crowd's view that the user's cells are addressed with.
/// </para>
/// <para>
/// It takes up the personal weightless models of "Weightless Neural Networks for Continuously Trainable Personalized Recommendation
/// Systems" (arXiv 2511.05499) with the n-tuple regression of Kolcz and Allinson (1996). All arithmetic inside is integer, so the
/// answers are the same on every machine. Safe for concurrent use by many threads: calls take turns.
/// </para>
/// </remarks>
public sealed class WeightlessRecommender : IForgettingRecommender, IExplainingRecommender
{
    private readonly Lock _lock = new();
    private readonly ItemCatalog _catalog;
    private readonly WeightlessOptions _options;
    private readonly RatingUnits _units;
    private readonly CrowdStatistics _crowd;
    private readonly ItemAddresses _addresses;
    private readonly PersonalFold _fold;
    private readonly PersonalReader _reader;
    private readonly LevelDistribution _levels;
    private readonly HotUsers _hot;
    private readonly RatingLog _log = new();
    private readonly long[] _levelCounts;
    private readonly byte[] _row;
    private readonly long[] _answers;
    private readonly ulong[] _excluded;

    /// <summary>Creates a recommender that knows no rating.</summary>
    /// <param name="catalog">The items and their bits.</param>
    /// <param name="scale">The scale of the ratings.</param>
    /// <param name="options">The shape of the networks; the defaults where null.</param>
    /// <exception cref="ArgumentNullException"><paramref name="catalog"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="scale"/> is not a scale.</exception>
    public WeightlessRecommender(ItemCatalog catalog, RatingScale scale, WeightlessOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        scale.ThrowIfDefault();
        _catalog = catalog;
        Scale = scale;
        _options = options ?? new WeightlessOptions();
        _units = new RatingUnits(scale);
        _crowd = new CrowdStatistics(catalog.Count, _options.Crowd);
        _addresses = new ItemAddresses(catalog, _options);
        _fold = new PersonalFold(_options, scale, _crowd, _addresses);
        _reader = new PersonalReader(_options);
        _levels = new LevelDistribution(_options, _reader, scale);
        _hot = new HotUsers(_options.MaximumHotUsers);
        _levelCounts = new long[scale.LevelCount];
        _row = new byte[_addresses.NodeCount];
        _answers = new long[_addresses.NodeCount << _options.InputsPerNode];
        _excluded = new ulong[(catalog.Count + 63) / 64];
    }

    /// <inheritdoc/>
    public int ItemCount => _catalog.Count;

    /// <inheritdoc/>
    public RatingScale Scale { get; }

    /// <summary>How many ratings it holds.</summary>
    public int RatingCount
    {
        get
        {
            lock (_lock)
            {
                return _log.RatingCount;
            }
        }
    }

    /// <inheritdoc/>
    public void Learn(in Rating rating)
    {
        Scale.Validate(rating, _catalog.Count);
        lock (_lock)
        {
            if (_log.Set(rating, out RatedItem replaced))
            {
                TakeFromCrowd(replaced);
            }

            _crowd.Add(rating.Item, _units.FromRating(rating.Value));
            _levelCounts[Scale.LevelOf(rating.Value)]++;
        }
    }

    /// <inheritdoc/>
    public bool Forget(int user, int item)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        ArgumentOutOfRangeException.ThrowIfNegative(item);
        lock (_lock)
        {
            bool known = _log.Remove(user, item, out RatedItem removed);
            if (known)
            {
                TakeFromCrowd(removed);
            }

            return known;
        }
    }

    /// <inheritdoc/>
    public int ForgetUser(int user)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        lock (_lock)
        {
            int count = _log.OfUser(user).Length;
            for (int left = count; left > 0; left--)
            {
                _log.Remove(user, _log.OfUser(user)[left - 1].Item, out RatedItem removed);
                TakeFromCrowd(removed);
            }

            return count;
        }
    }

    /// <summary>
    /// Predicts a user's rating of an item: with the regression reading the expected rating, with the histogram reading the level that
    /// is most likely right within the window.
    /// </summary>
    /// <inheritdoc/>
    public double Predict(int user, int item)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        ArgumentOutOfRangeException.ThrowIfNegative(item);
        lock (_lock)
        {
            PersonalNetwork? network = NetworkOf(user);
            ItemView view = _crowd.ViewOf(item);
            long centre = CentreOf(network);
            if (_options.Reading == WeightlessReading.Histogram)
            {
                int level = network is null
                    ? _levels.BestPriorLevel()
                    : _levels.BestLevel(network.Levels!, network.Cells, AddressesOf(item, view));
                return Scale.ValueOf(level);
            }

            long personal = network is null ? 0 : _reader.Scale(_reader.SumOf(network.Cells, AddressesOf(item, view), centre));
            return Scale.Clamp(ToRating(BaseOf(view, centre) + personal));
        }
    }

    /// <summary>
    /// Writes the best items for a user, best first. The score is the expected rating, not clamped to the scale, so that the best
    /// items do not tie at its end.
    /// </summary>
    /// <inheritdoc/>
    public int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        lock (_lock)
        {
            PersonalNetwork? network = NetworkOf(user);
            long centre = CentreOf(network);
            if (network is not null)
            {
                ReadOnlySpan<SumCell> cells = network.Cells.Cells;
                for (int cell = 0; cell < cells.Length; cell++)
                {
                    _answers[cell] = _reader.AnswerOf(cells[cell], centre);
                }
            }

            Exclude(user, excluded);
            TopItems top = new(destination);
            for (int item = 0; item < _catalog.Count; item++)
            {
                if (((_excluded[item >> 6] >> (item & 63)) & 1) != 0)
                {
                    continue;
                }

                ItemView view = _crowd.ViewOf(item);
                long personal = network is null ? 0 : _reader.Scale(SumOfAnswers(AddressesOf(item, view)));
                top.Offer(item, ToRating(BaseOf(view, centre) + personal));
            }

            return top.Complete();
        }
    }

    /// <inheritdoc/>
    public Explanation Explain(int user, int item)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        if ((uint)item >= (uint)_catalog.Count)
        {
            throw new ArgumentOutOfRangeException(nameof(item), item, $"The catalogue has {_catalog.Count} items.");
        }

        lock (_lock)
        {
            PersonalNetwork? network = NetworkOf(user);
            ItemView view = _crowd.ViewOf(item);
            long centre = CentreOf(network);
            ScoreParts parts = new(_units, _reader, _addresses, _fold);
            IReadOnlyList<Contribution> basis;
            if (_options.Reading == WeightlessReading.Regression)
            {
                basis = parts.RegressionBase(Scale.Minimum, _crowd.TotalMean, view.Mean, centre);
            }
            else
            {
                long everyone = _levels.SetPrior(_levelCounts, []);
                basis = parts.HistogramBase(Scale.Minimum, everyone, centre);
            }

            return new Explanation(
                user,
                item,
                basis,
                network is null ? [] : parts.ByField(network, AddressesOf(item, view), centre),
                network is null ? [] : parts.ByRating(network, AddressesOf(item, view), centre, _log.OfUser(user)));
        }
    }

    private void TakeFromCrowd(in RatedItem rated)
    {
        _crowd.Remove(rated.Item, _units.FromRating(rated.Value));
        _levelCounts[Scale.LevelOf(rated.Value)]--;
    }

    private PersonalNetwork? NetworkOf(int user)
    {
        ReadOnlySpan<RatedItem> log = _log.OfUser(user);
        if (log.IsEmpty)
        {
            return null;
        }

        PersonalNetwork network = _hot.Find(user)
            ?? _hot.Take(user, () => new PersonalNetwork(_options, Scale.LevelCount), _fold);
        if (network.Version != _crowd.Version)
        {
            network.Follow(log, _fold, _crowd.Version);
        }

        return network;
    }

    // What the user's cells are read against: the user's own deviation from the crowd, or the rating that is expected of the user.
    private long CentreOf(PersonalNetwork? network)
    {
        if (_options.Reading == WeightlessReading.Histogram)
        {
            return _levels.SetPrior(_levelCounts, network is null ? [] : network.LevelCounts);
        }

        return network is null ? 0 : (network.TargetSum << PersonalReader.CentreBits) / (network.Count + _options.UserShrinkage);
    }

    private long BaseOf(ItemView view, long centre)
    {
        long mean = _options.Reading == WeightlessReading.Regression ? (long)view.Mean << PersonalReader.AnswerBits : 0;
        return mean + (centre >> (PersonalReader.CentreBits - PersonalReader.AnswerBits));
    }

    private double ToRating(long answer) => Scale.Minimum + _units.ToDifference(answer, PersonalReader.AnswerBits);

    private ReadOnlySpan<byte> AddressesOf(int item, ItemView view)
    {
        _addresses.Write(item, view.MeanLevel, view.CountLevel, _row);
        return _row;
    }

    private long SumOfAnswers(ReadOnlySpan<byte> addresses)
    {
        long sum = 0;
        int offset = 0;
        foreach (byte address in addresses)
        {
            sum += _answers[offset + address];
            offset += 1 << _options.InputsPerNode;
        }

        return sum;
    }

    private void Exclude(int user, ReadOnlySpan<int> excluded)
    {
        Array.Clear(_excluded);
        foreach (ref readonly RatedItem rated in _log.OfUser(user))
        {
            _excluded[rated.Item >> 6] |= 1UL << (rated.Item & 63);
        }

        foreach (int item in excluded)
        {
            if ((uint)item < (uint)_catalog.Count)
            {
                _excluded[item >> 6] |= 1UL << (item & 63);
            }
        }
    }
}
