using WeightlessNet.Recommenders.Crowd.Internals;
using WeightlessNet.Recommenders.Hybrid.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Hybrid;

/// <summary>
/// What all users of a recommender share, without the users: the items, how often and how highly they are rated, the learned weights and
/// the items' side of the central models. With it, a <see cref="PersonalModel"/> answers without the recommender: on a phone, in a grain
/// or in another process.
/// </summary>
/// <remarks>
/// <para>
/// Save it with <see cref="Storage.Snapshot"/> and load it once in a process; any number of personal models can use it at the same time.
/// It is immutable: what personal models learn does not change it. Thread-safe.
/// </para>
/// <para>
/// It has no list of any user's ratings and no user's factors, but it is not anonymous: if one user alone has rated an item, the item's sum
/// is that rating.
/// </para>
/// </remarks>
public sealed partial class CrowdModel
{
    private readonly SharedContent _content;
    private readonly CentralModel? _central;

    private CrowdModel(SharedContent content, CentralModel? central, ItemAddresses? addresses = null)
    {
        _content = content;
        _central = central;
        Crowd = content.Make(addresses);
    }

    /// <summary>The number of items, removed ones too.</summary>
    public int ItemCount => _content.Catalog.Count;

    /// <summary>The items and their fields, removed items too.</summary>
    public ItemCatalog Catalog => _content.Catalog;

    /// <summary>The scale of the ratings.</summary>
    public RatingScale Scale => _content.Scale;

    /// <summary>The options of the personal networks.</summary>
    internal WeightlessOptions Options => _content.Options;

    /// <summary>Makes versions for the users of personal models.</summary>
    internal FixedCrowd Crowd { get; }

    /// <summary>
    /// Copies what the users of a recommender share at this moment. The recommender may be used by other threads meanwhile.
    /// </summary>
    /// <param name="recommender">The recommender.</param>
    /// <exception cref="ArgumentNullException"><paramref name="recommender"/> is null.</exception>
    public static CrowdModel From(WeightlessRecommender recommender)
    {
        ArgumentNullException.ThrowIfNull(recommender);
        return new CrowdModel(recommender.Share(), null);
    }

    /// <summary>
    /// Copies what the users of a recommender share at this moment. The recommender may be used by other threads meanwhile.
    /// </summary>
    /// <param name="recommender">The recommender.</param>
    /// <exception cref="ArgumentNullException"><paramref name="recommender"/> is null.</exception>
    /// <exception cref="NotSupportedException">
    /// A central model answers from what it knows of its users. Only factorizations that the recommender has trained answer without their
    /// users: those that it creates itself, and others that are <see cref="Collaborative.MatrixFactorizationRecommender"/>s.
    /// </exception>
    public static CrowdModel From(HybridRecommender recommender)
    {
        ArgumentNullException.ThrowIfNull(recommender);
        (SharedContent content, CentralModel? central) = recommender.Share();
        if (central is null)
        {
            return new CrowdModel(content, null);
        }

        CentralModel items = central.WithoutUsers() ?? throw new NotSupportedException(
            "A central model answers from what it knows of its users. Only factorizations that the recommender trained can be shared.");
        return new CrowdModel(
            content with { Calibrated = content.Calibrated with { Central = new CentralAnswers(items) } }, items);
    }

    /// <summary>
    /// The crowd after users have learned and forgotten: equal, to the byte, to a copy of a recommender that learned and forgot the same.
    /// This crowd does not change. Takes time in proportion to the number of items.
    /// </summary>
    /// <param name="changes">The changes.</param>
    /// <exception cref="ArgumentNullException"><paramref name="changes"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// The scale is another one, an item is not in the catalog, or more is taken away than the crowd knows.
    /// </exception>
    public CrowdModel With(CrowdChanges changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        if (changes.Scale != Scale)
        {
            throw new ArgumentException("The changes are on another scale than the crowd.", nameof(changes));
        }

        return changes.IsEmpty ? this : new CrowdModel(Changed(changes), _central, Crowd.Shared.Catalog.Addresses);
    }

    private SharedContent Changed(CrowdChanges changes)
    {
        int[] counts = [.. _content.Counts];
        long[] sums = [.. _content.Sums];
        foreach ((int item, (long count, long sum)) in changes.Items)
        {
            if (item >= ItemCount)
            {
                throw new ArgumentException($"A change is about item {item}, but there are {ItemCount} items.", nameof(changes));
            }

            long present = counts[item] + count;
            sums[item] += sum;
            if (present is < 0 or > int.MaxValue || sums[item] < 0 || sums[item] > present * RatingUnits.Range)
            {
                throw Misfit($"item {item} would have {present} ratings with a sum of {sums[item]} units", nameof(changes));
            }

            counts[item] = (int)present;
        }

        long[] levels = [.. _content.LevelCounts];
        for (int level = 0; level < levels.Length; level++)
        {
            levels[level] += changes.Levels[level];
        }

        long ratings = counts.Sum(static count => (long)count);
        return levels.Min() < 0 || levels.Sum() != ratings || ratings > MostRatings
            ? throw Misfit($"the levels would have {levels.Sum()} ratings and the items {ratings}", nameof(changes))
            : _content with
            {
                Counts = counts,
                Sums = sums,
                LevelCounts = levels,
                Moments = Options.LearnsShrinkage ? MomentsAfter(changes, counts, sums) : default,
            };
    }

    private RatingMoments MomentsAfter(CrowdChanges changes, int[] counts, long[] sums)
    {
        RatingMoments known = _content.Moments;
        long squares = known.Squares + changes.Squares;
        TotalsMoments users = new(
            known.Users.Count + changes.Users.Count,
            known.Users.SquaredCounts + changes.Users.SquaredCounts,
            known.Users.Squares + changes.Users.Squares);
        return squares < 0 || users.Count < 0 || users.SquaredCounts < 0 || users.Squares < 0
            ? throw Misfit("a sum over users would be negative", nameof(changes))
            : RatingMoments.Of(counts, sums, squares, users);
    }

    private static ArgumentException Misfit(string reason, string parameter) =>
        new($"The changes do not fit this crowd: {reason}. Add each change once, to the crowd that it belongs to.", parameter);
}
