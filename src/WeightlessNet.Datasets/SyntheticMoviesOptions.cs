namespace WeightlessNet.Datasets;

/// <summary>The size and character of the world that <see cref="SyntheticMovies"/> makes.</summary>
/// <remarks>Immutable. The values are checked when the world is made.</remarks>
public sealed record SyntheticMoviesOptions
{
    /// <summary>Equal seeds and options give equal worlds on every machine.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>How many users there are, 1 to 1,000,000.</summary>
    public int Users { get; init; } = 300;

    /// <summary>How many films there are, 1 to 1,000,000.</summary>
    public int Movies { get; init; } = 1500;

    /// <summary>The fewest ratings of a user, 1 to <see cref="Movies"/>.</summary>
    public int MinimumRatingsPerUser { get; init; } = 20;

    /// <summary>
    /// The mean number of ratings of a user, from <see cref="MinimumRatingsPerUser"/> to the most that a user may make: three fifths of
    /// <see cref="Movies"/> or, if it is more, <see cref="MinimumRatingsPerUser"/>. The numbers have a heavy tail that is cut at that
    /// most, so that the actual mean is somewhat lower, by a tenth for the default. Together the users make at most 100,000,000 ratings.
    /// </summary>
    public double MeanRatingsPerUser { get; init; } = 110;

    /// <summary>How strongly users differ in what they like, about the standard deviation of their taste in stars, 0 to 5.</summary>
    public double TasteDeviation { get; init; } = 0.55;

    /// <summary>The standard deviation in stars of what nothing explains, 0 to 5.</summary>
    public double NoiseDeviation { get; init; } = 0.72;

    /// <summary>The part of a user's taste that another taste has replaced by the user's last rating, 0 to 1.</summary>
    public double Drift { get; init; } = 0.4;
}
