using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Evaluation.Protocols;

/// <summary>What a <see cref="TasteChangeProtocol"/> does. Immutable.</summary>
public sealed record TasteChangeOptions
{
    /// <summary>How many users change their taste at most, 1 or more; 50 unless set. All users do who have enough ratings, if they are
    /// fewer.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MaximumUsers
    {
        get;
        init => field = OptionRange.AtLeast(value, 1, nameof(MaximumUsers));
    } = 50;

    /// <summary>How many ratings of each of these users train together with the crowd's, 0 or more; 50 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int HistoryRatings
    {
        get;
        init => field = OptionRange.AtLeast(value, 0, nameof(HistoryRatings));
    } = 50;

    /// <summary>
    /// How many further ratings of each come, one by one, before the change, 1 or more; 50 unless set. Their error is the level to return
    /// to.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int RatingsBefore
    {
        get;
        init => field = OptionRange.AtLeast(value, 1, nameof(RatingsBefore));
    } = 50;

    /// <summary>How many further ratings of each come, one by one, after the change, 1 or more; 100 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int RatingsAfter
    {
        get;
        init => field = OptionRange.AtLeast(value, 1, nameof(RatingsAfter));
    } = 100;

    /// <summary>How many ratings of each user make one point of the error curve, 1 or more; 10 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int Window
    {
        get;
        init => field = OptionRange.AtLeast(value, 1, nameof(Window));
    } = 10;

    /// <summary>
    /// How far above the level before the change an error counts as recovered, as a share of that level; above 0 and below 1, 0.05
    /// unless set.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above 0 and below 1.</exception>
    public double Tolerance
    {
        get;
        init => field = OptionRange.Share(value, nameof(Tolerance));
    } = 0.05;

    /// <summary>The seed of the sample of users.</summary>
    public ulong Seed { get; init; }

    /// <summary>The scale of the ratings, which the recommenders are made for; half stars unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is the default value, which is no scale.</exception>
    public RatingScale Scale
    {
        get;
        init => field = OptionRange.Scale(value, nameof(Scale));
    } = RatingScale.HalfStars;

    /// <summary>How many ratings a user needs to take part.</summary>
    internal long RatingsNeeded => (long)HistoryRatings + RatingsBefore + RatingsAfter;
}
