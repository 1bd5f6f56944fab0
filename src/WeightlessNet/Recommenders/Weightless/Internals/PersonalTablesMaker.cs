using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>Makes a user's tables from the user's ratings and from one version of what all users share.</summary>
/// <remarks>Thread-safe.</remarks>
/// <param name="kind">How the networks are read.</param>
internal sealed class PersonalTablesMaker(WeightlessReading kind)
{
    /// <summary>The tables of a user.</summary>
    /// <param name="shared">What all users share.</param>
    /// <param name="user">The user.</param>
    /// <param name="ratings">The user's ratings, at least one, which the version knows.</param>
    /// <param name="recency">How recent ratings are weighted.</param>
    /// <param name="earlier">Earlier tables of the user; null for none.</param>
    public PersonalTables Make(
        SharedModel shared, int user, RatingsCopy ratings, UserRecency recency, PersonalTables? earlier = null)
    {
        WorkspacePool<PersonalWorkspace> pool = shared.Networks.PoolOf(recency);
        PersonalWorkspace workspace = pool.Rent();
        ReadOnlySpan<FoldedRating> folded = workspace.Fold.Fold(ratings.View, shared.Catalog);
        PersonalTables tables = shared.Networks.CreateTables(BaseOf(shared, user, ratings, earlier), ratings, recency);
        workspace.Fold.Fill(tables, folded, CenterOf(shared, workspace, folded));
        tables.Latest = LatestOf(tables, workspace, folded);
        tables.AreOf(shared);
        pool.Return(workspace);
        return tables;
    }

    /// <summary>Whether tables of an earlier version are right for this one too. If they are, they take note of it.</summary>
    public bool AreRight(PersonalTables tables, SharedModel shared)
    {
        WorkspacePool<PersonalWorkspace> pool = shared.Networks.PoolOf(tables.Recency);
        PersonalWorkspace workspace = pool.Rent();
        ReadOnlySpan<FoldedRating> ratings = workspace.Fold.Fold(tables.Ratings, shared.Catalog);
        bool right = tables.AreMadeOf(ratings, CenterOf(shared, workspace, ratings), shared.Catalog.Addresses);
        pool.Return(workspace);
        if (right)
        {
            tables.AreOf(shared);
        }

        return right;
    }

    // What the latest ratings add: as much as calibration has learned, or else as the user's own ratings say, unless a recency was chosen.
    private static long LatestOf(PersonalTables tables, PersonalWorkspace workspace, ReadOnlySpan<FoldedRating> folded)
    {
        RatingWeights? weights = tables.Networks.Weights;
        bool learns = weights is null
            ? tables.Networks.LearnsRecency && tables.Recency == UserRecency.AsConfigured
            : weights.UsesLatest;
        if (!learns)
        {
            return 0;
        }

        workspace.Latest.Sort(tables.Ratings);
        int share = weights?.LatestShare(folded.Length) ?? workspace.Latest.ShareOf(folded, workspace.Reader);
        return (workspace.Latest.DeviationOf(folded, tables.Center) * share) >> RatingWeights.FractionBits;
    }

    // Other users' ratings change a user's tables, but not what the central models know of the user.
    private static UserBase BaseOf(SharedModel shared, int user, RatingsCopy ratings, PersonalTables? earlier)
    {
        if (earlier is not null && earlier.Networks == shared.Networks && earlier.Ratings.Equals(ratings.View))
        {
            return earlier.Base;
        }

        UserBase made = shared.Networks.Base.CreateUser();
        shared.Networks.Base.Prepare(made, user, ratings.View);
        return made;
    }

    // The center that the user's cells are read against: the user's mean deviation from the crowd (regression), or the user's expected
    // rating (histogram).
    private long CenterOf(SharedModel shared, PersonalWorkspace workspace, ReadOnlySpan<FoldedRating> ratings) =>
        kind == WeightlessReading.Histogram
            ? workspace.SetPrior(shared.LevelCounts, ratings)
            : workspace.Reader.CenterOf(ratings);
}
