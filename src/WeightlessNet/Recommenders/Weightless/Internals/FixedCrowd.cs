using WeightlessNet.Recommenders.Crowd.Internals;

namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>
/// What all users share, without the users. It does not change; it makes versions in which the ratings of one user are others.
/// </summary>
/// <remarks>Thread-safe.</remarks>
/// <param name="crowd">The crowd, which nothing else changes.</param>
/// <param name="shared">The version of that crowd.</param>
internal sealed class FixedCrowd(CrowdStatistics crowd, SharedModel shared)
{
    private readonly Lock _making = new();
    private readonly ChangedBlocks _changed = new();
    private long _version = shared.Version;

    /// <summary>The version of the whole crowd.</summary>
    public SharedModel Shared { get; } = shared;

    /// <summary>A version after some changes of ratings. It shares all blocks of items that do not change.</summary>
    /// <param name="changes">The changes.</param>
    /// <param name="user">The totals of the ratings of the user that the whole crowd knows.</param>
    public SharedModel With(IReadOnlyList<CrowdChange> changes, RatingTotals user)
    {
        if (changes.Count == 0)
        {
            return Shared;
        }

        long[] levelCounts = Shared.LevelCounts.ToArray();
        RatingMoments moments = Shared.Moments;
        lock (_making)
        {
            foreach (CrowdChange change in changes)
            {
                if (Shared.Networks.LearnsShrinkage)
                {
                    moments = moments.With(user, crowd.TotalsOf(change.Item), change.Units, change.Sign);
                    user = user.With(change.Units, change.Sign);
                }

                Apply(change, change.Sign);
                levelCounts[change.Level] += change.Sign;
                _changed.Add(change.Item / ItemAddresses.BlockSize);
            }

            CatalogVersion catalog = Shared.Catalog.With(crowd, Shared.Catalog.Addresses, _changed.Take());
            foreach (CrowdChange change in changes)
            {
                Apply(change, -change.Sign);
            }

            return new SharedModel(++_version, Shared.Number, catalog, Shared.Networks, levelCounts, moments);
        }
    }

    private void Apply(in CrowdChange change, int sign)
    {
        if (sign > 0)
        {
            crowd.Add(change.Item, change.Units);
        }
        else
        {
            crowd.Remove(change.Item, change.Units);
        }
    }
}
