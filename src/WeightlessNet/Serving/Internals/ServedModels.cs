using System.Collections.Concurrent;
using WeightlessNet.Bits;
using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Recommenders.Tuning;
using WeightlessNet.Storage;

namespace WeightlessNet.Serving.Internals;

/// <summary>The models of one training, with the schema that encodes their items. A training makes new ones.</summary>
/// <typeparam name="TItem">The type of the items.</typeparam>
/// <remarks>Thread-safe, like the models. Items are changed by one thread at a time.</remarks>
internal sealed partial class ServedModels<TItem>
    where TItem : notnull
{
    private readonly ItemSchema<TItem> _items;
    private readonly FeatureSchema<TItem>? _schema;

    // Whether the bits of the models are those of other fields than the application's present ones.
    private readonly bool _isOfOtherFields;
    private readonly int _bitCount;
    private readonly Lock _tuning = new();

    // As many values are watched before it is asked which of them controls still name.
    private const int LeastWatched = 1000;

    // All controls of each user in their order, also those that wait for a field that items do not have.
    private readonly ConcurrentDictionary<int, TuningControl[]> _controls = [];

    // Protected by the lock of tuning.
    private WatchedValues<TItem> _watched;
    private int _mostWatched = LeastWatched;

    // The items whose present values controls do not see yet. The flag is set while there are any, and cleared when controls see them.
    private readonly HashSet<int> _changed = [];
    private volatile bool _isCatalogStale;
    private volatile ItemCatalog _catalog;

    /// <summary>Puts the models together.</summary>
    /// <param name="items">What the application says of its items.</param>
    /// <param name="schema">The fitted schema; null if items have no fields.</param>
    /// <param name="pair">The models.</param>
    /// <param name="decorate">The application's decorator; null for none.</param>
    /// <param name="isOfOtherFields">Whether the bits are those of other fields than the present ones.</param>
    public ServedModels(
        ItemSchema<TItem> items,
        FeatureSchema<TItem>? schema,
        RatingsAndLists pair,
        Func<ICounterfactualRecommender, ICounterfactualRecommender>? decorate,
        bool isOfOtherFields = false)
    {
        _isOfOtherFields = isOfOtherFields;
        _items = items;
        _schema = schema;
        _watched = new WatchedValues<TItem>(schema);
        Pair = pair;
        ItemCatalog catalog = pair.Ratings.CopyCatalog();
        _bitCount = catalog.BitCount;
        _catalog = catalog;
        Tuned = new TunableRecommender(pair, catalog);
        Answers = decorate is null
            ? Tuned
            : decorate(Tuned) ?? throw new InvalidOperationException("The decorator of the options returned null. Return a recommender.");
        if (Answers.ItemCount != pair.ItemCount || Answers.Scale != pair.Scale)
        {
            throw new InvalidOperationException(
                "The decorator of the options has other items or another scale than the recommender it was given. Pass these through.");
        }
    }

    /// <summary>Creates models without ratings.</summary>
    public static ServedModels<TItem> Create<TUser>(
        ItemSchema<TItem> items,
        IReadOnlyList<object?> records,
        RecommenderOptions<TUser> options,
        IReadOnlyDictionary<int, UserDescription> descriptions)
        where TUser : notnull
    {
        FeatureSchema<TItem>? schema = items.HasFields ? items.Fit([.. records.OfType<TItem>()]) : null;
        ItemCatalog catalog = items.CatalogOf(schema, records);
        Func<IRecommender>? central = null;
        if (options.CentralModel is { } create)
        {
            // Asked for when the hybrid trains, with the items of then.
            central = () => create(catalog.Count, options.StoredScale);
        }

        int? threads = options.Training.MaxDegreeOfParallelism;
        CentralModelOptions fitting = options.Ratings.Fitting;
        HybridOptions ratings = options.Ratings with
        {
            Fitting = fitting with { MaxDegreeOfParallelism = threads ?? fitting.MaxDegreeOfParallelism },
            RefitGrowth = null,
        };
        WeightlessRankingOptions lists = options.Lists with
        {
            MaxDegreeOfParallelism = threads ?? options.Lists.MaxDegreeOfParallelism,
            LearnsHalfLife = true,
        };
        if (options.Events is { } events)
        {
            lists = lists with
            {
                MeansAreOfLikes = true,
                LikedFrom = EventOptions.LikedFrom,
                Weights = events.Weights,
                HalfLife = events.HalfLife,
            };
        }

        HybridRecommender hybrid = new(catalog, options.StoredScale, central, ratings);
        WeightlessRankingRecommender ranking = new(catalog, options.StoredScale, lists);
        return new ServedModels<TItem>(items, schema, PairOf(hybrid, ranking, options, descriptions, []), options.Decorate);
    }

    /// <summary>Puts two models together, with what they know of described users.</summary>
    /// <param name="ratings">Predicts ratings.</param>
    /// <param name="lists">Makes lists.</param>
    /// <param name="options">The options.</param>
    /// <param name="descriptions">What is known of users, now and later.</param>
    /// <param name="stored">What an earlier training has learned of the fields of users; empty for nothing.</param>
    public static RatingsAndLists PairOf<TUser>(
        HybridRecommender ratings,
        WeightlessRankingRecommender lists,
        RecommenderOptions<TUser> options,
        IReadOnlyDictionary<int, UserDescription> descriptions,
        byte[] stored)
        where TUser : notnull =>
        new(
            ratings,
            lists,
            options.Users?.CreateModels(new DescribedUsersSource(
                options.Users, ratings, lists, IsOfRatings: options.Events is null, descriptions, stored)));

    /// <summary>Puts stored models together.</summary>
    /// <param name="items">What the application says of its items.</param>
    /// <param name="schema">The stored schema, a snapshot; empty if items had no fields.</param>
    /// <param name="pair">The stored models.</param>
    /// <param name="options">The options.</param>
    /// <param name="hasOtherFields">Whether items have other fields now, so that new models are needed.</param>
    public static ServedModels<TItem> Read<TUser>(
        ItemSchema<TItem> items,
        byte[] schema,
        RatingsAndLists pair,
        RecommenderOptions<TUser> options,
        out bool hasOtherFields)
        where TUser : notnull
    {
        FeatureSchema<TItem>? fitted = null;
        hasOtherFields = items.HasFields != schema.Length > 0;
        if (!hasOtherFields && items.HasFields)
        {
            try
            {
                fitted = items.Read(new MemoryStream(schema));
                hasOtherFields = Math.Max(fitted.BitCount, 1) != pair.Ratings.CopyCatalog().BitCount;
            }
            catch (InvalidDataException)
            {
                // The checkpoint itself is whole, so the fields differ in their names, their order or their types.
                hasOtherFields = true;
            }
        }

        return new ServedModels<TItem>(items, hasOtherFields ? null : fitted, pair, options.Decorate, hasOtherFields);
    }

    /// <summary>The schema as a snapshot; empty if items have no fields.</summary>
    public byte[] SavedSchema()
    {
        using MemoryStream stream = new();
        _schema?.Save(stream);
        return stream.ToArray();
    }

    /// <summary>The two models.</summary>
    public RatingsAndLists Pair { get; }

    /// <summary>The present bits of the items, among them a given one, which is known.</summary>
    public ItemCatalog CatalogWith(int item)
    {
        // A change that another thread is making may have added the item just after the refresh.
        RefreshControls();
        ItemCatalog catalog = _catalog;
        return item < catalog.Count ? catalog : Pair.Ratings.CopyCatalog();
    }

    /// <summary>The models with the users' controls.</summary>
    public TunableRecommender Tuned { get; }

    /// <summary>What answers questions: the models with the users' controls and the application's decorator.</summary>
    public ICounterfactualRecommender Answers { get; }

    /// <summary>The fitted schema; null if items have no fields.</summary>
    public FeatureSchema<TItem>? Schema => _schema;

    /// <summary>The bits of an item.</summary>
    public ulong[] Encode(TItem item)
    {
        ulong[] pattern = NoBits();
        if (!_isOfOtherFields)
        {
            _items.Encode(_schema, item, pattern);
        }

        return pattern;
    }

    /// <summary>Those of some items whose bits are others in a model: a checkpoint reads one model after the other.</summary>
    public List<(int Item, ulong[] Pattern)> ChangesOf(IEnumerable<(int Item, ulong[] Pattern)> items)
    {
        ItemCatalog ofRatings = Pair.Ratings.CopyCatalog();
        ItemCatalog ofLists = Pair.Lists.CopyCatalog();
        return
        [
            .. items.Where(one => !ofRatings.PatternOf(one.Item).SequenceEqual(one.Pattern)
                || !ofLists.PatternOf(one.Item).SequenceEqual(one.Pattern)),
        ];
    }

    /// <summary>Adds items at the end, and replaces the bits of others.</summary>
    /// <param name="changes">The id and the bits of each; ids of added items follow the present ones without a gap.</param>
    public void Change(IReadOnlyList<(int Item, ulong[] Pattern)> changes)
    {
        // The lock, so that controls never get the values of more items or fewer than there are.
        lock (_tuning)
        {
            foreach ((int item, ulong[] pattern) in changes)
            {
                // Apart, because a checkpoint reads one model after the other: one may know an item of the log that the other does not.
                Pair.PutItemOfRatings(item, pattern);

                // At once, so that controls see this change even if a later one throws.
                _changed.Add(item);
                _isCatalogStale = true;
                Pair.PutItemOfLists(item, pattern);
            }
        }
    }

    /// <summary>Lets controls see the present values of the items.</summary>
    public void RefreshControls()
    {
        if (_isCatalogStale)
        {
            lock (_tuning)
            {
                if (!_isCatalogStale)
                {
                    return;
                }

                ItemCatalog catalog = Pair.Ratings.CopyCatalog();
                Tuned.UpdateItems(catalog, _changed, _watched.Share());
                _changed.Clear();
                _catalog = catalog;
                _isCatalogStale = false;
            }
        }
    }

    /// <summary>The bits of an item of which nothing is known.</summary>
    public ulong[] NoBits() => new ulong[BitSlice.WordCount(_bitCount)];
}
