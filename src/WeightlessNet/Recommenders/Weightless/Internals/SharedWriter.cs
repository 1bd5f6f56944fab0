using WeightlessNet.Recommenders.Crowd.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>Makes the versions of what all users of weightless networks share: the crowd's statistics and the catalog.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class SharedWriter : ICrowdSums<SharedModel>
{
    private readonly CrowdStatistics _crowd;
    private readonly long[] _levelCounts;
    private readonly ChangedBlocks _changed = new();
    private UserTotals? _users;
    private RatingMoments _moments;

    public SharedWriter(
        StripedRatings ratings, CrowdStatistics crowd, ItemAddresses addresses, SharedNetworks networks, int levelCount)
    {
        _crowd = crowd;
        _levelCounts = new long[levelCount];
        _users = networks.LearnsShrinkage ? new UserTotals() : null;
        Versions = new VersionWriter<SharedModel>(
            ratings, this, new SharedModel(0, 0, CatalogVersion.Of(crowd, addresses), networks, new long[levelCount]));
    }

    /// <summary>The versions.</summary>
    public VersionWriter<SharedModel> Versions { get; }

    /// <summary>Publishes a version with other items or other networks.</summary>
    /// <param name="change">Makes the catalog from the present one. It may add items to the crowd.</param>
    /// <param name="networks">The networks; null for the present ones.</param>
    public void Publish(Func<CatalogVersion, CrowdStatistics, CatalogVersion> change, SharedNetworks? networks = null) =>
        Versions.Publish(before => new SharedModel(
            before.Version + 1,
            before.Number,
            change(before.Catalog, _crowd),
            networks ?? before.Networks,
            before.LevelCounts.ToArray(),
            before.Moments));

    /// <summary>
    /// Adds many ratings to a crowd without ratings, at once. The next question is answered from a version with them.
    /// </summary>
    /// <param name="counts">The number of ratings of each item.</param>
    /// <param name="sums">The sum of each item's ratings, in units.</param>
    /// <param name="levelCounts">The number of ratings of each level.</param>
    /// <param name="users">The totals of each user.</param>
    /// <param name="squares">The sum of the squares of the ratings, in units.</param>
    /// <param name="ofUsers">The sums over the totals of the users.</param>
    public void Add(
        int[] counts, long[] sums, long[] levelCounts, UserTotals users, long squares, TotalsMoments ofUsers) => Versions.Absorb(() =>
    {
        _crowd.Add(counts, sums);
        if (_users is not null)
        {
            _users = users;
            _moments = RatingMoments.Of(counts, sums, squares, ofUsers);
        }

        for (int level = 0; level < levelCounts.Length; level++)
        {
            _levelCounts[level] += levelCounts[level];
        }

        for (int item = 0; item < counts.Length; item++)
        {
            if (counts[item] > 0)
            {
                _changed.Add(item / ItemAddresses.BlockSize);
            }
        }
    });

    /// <summary>Begins to read all ratings as they are at one moment; see <see cref="StripedRatings.Begin"/>.</summary>
    /// <param name="atOnce">Runs at that moment. Receives the number of ratings of each item, and the version.</param>
    /// <returns>One more than the highest id of a user with a rating.</returns>
    public int Begin(Action<ReadOnlySpan<int>, SharedModel> atOnce) => Versions.Begin(version => atOnce(_crowd.Counts, version));

    void ICrowdSums<SharedModel>.Apply(in CrowdChange change)
    {
        // How many users there are does not matter.
        if (change.Item == CrowdChange.NoItem)
        {
            return;
        }

        if (_users is not null)
        {
            RatingTotals user = _users[change.User];
            _moments = _moments.With(user, _crowd.TotalsOf(change.Item), change.Units, change.Sign);
            _users[change.User] = user.With(change.Units, change.Sign);
        }

        if (change.Sign > 0)
        {
            _crowd.Add(change.Item, change.Units);
        }
        else
        {
            _crowd.Remove(change.Item, change.Units);
        }

        _levelCounts[change.Level] += change.Sign;
        _changed.Add(change.Item / ItemAddresses.BlockSize);
    }

    SharedModel ICrowdSums<SharedModel>.Make(SharedModel before, long number)
    {
        CatalogVersion catalog = before.Catalog.With(_crowd, before.Catalog.Addresses, _changed.Take());
        return new SharedModel(before.Version + 1, number, catalog, before.Networks, [.. _levelCounts], _moments);
    }
}
