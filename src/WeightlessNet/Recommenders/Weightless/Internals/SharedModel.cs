using WeightlessNet.Recommenders.Crowd.Internals;

namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>
/// One version of all that users share: the catalog as the crowd sees it, what calibration has learned, and how often each level was given.
/// An answer is a function of one such version and of one user's ratings.
/// </summary>
/// <remarks>Immutable and thread-safe.</remarks>
internal sealed class SharedModel(
    long version, long number, CatalogVersion catalog, SharedNetworks networks, long[] levelCounts, RatingMoments moments = default)
    : IVersion
{
    private readonly long[] _levelCounts = levelCounts;

    public long Version { get; } = version;

    public long Number { get; } = number;

    public CatalogVersion Catalog { get; } = catalog;

    /// <summary>The networks, with the shrinkages that <see cref="Moments"/> say.</summary>
    public SharedNetworks Networks { get; } = networks.With(moments);

    /// <summary>What all ratings say about shrinkages; empty if none is learned.</summary>
    public RatingMoments Moments { get; } = moments;

    /// <summary>How many ratings of all users have each level of the scale.</summary>
    public ReadOnlySpan<long> LevelCounts => _levelCounts;

    public void Clear() => Networks.Clear();

    /// <summary>The gain of networks for an item, with 10 fraction bits.</summary>
    public int GainOf(int item) => Networks.GainOf(Catalog.RarityOf(item));
}
