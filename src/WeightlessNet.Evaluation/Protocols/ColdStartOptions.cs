using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Evaluation.Protocols;

/// <summary>What a <see cref="ColdStartProtocol"/> does. Immutable.</summary>
public sealed record ColdStartOptions
{
    /// <summary>
    /// How many ratings of a user are known, one row of the report for each; 1, 2, 5, 10, 20, 50 and 100 unless set. 0 asks what is
    /// answered to somebody new. Users who have not the highest number left to train on are not tested.
    /// </summary>
    /// <exception cref="ArgumentNullException">The value is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">The list is empty or a number repeats.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    public IReadOnlyList<int> KnownRatings
    {
        get;
        init => field = OptionRange.Numbers(value, 0, nameof(KnownRatings));
    } = Array.AsReadOnly([1, 2, 5, 10, 20, 50, 100]);

    /// <summary>
    /// The share of each tested user's ratings that is held out at random, rounded to whole ratings; above 0 and below 1, 0.2 unless set.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above 0 and below 1.</exception>
    public double HeldOutShare
    {
        get;
        init => field = OptionRange.Share(value, nameof(HeldOutShare));
    } = 0.2;

    /// <summary>
    /// How many groups the tested users are dealt to, 2 or more; 5 unless set. The users of one group are new at the same time, so more
    /// groups leave the crowd fuller and cost more trainings: one for each group and number of known ratings.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 2.</exception>
    public int Groups
    {
        get;
        init => field = OptionRange.AtLeast(value, 2, nameof(Groups));
    } = 5;

    /// <summary>The seed of the groups, of what is held out and of the order in which a user's ratings become known.</summary>
    public ulong Seed { get; init; }

    /// <summary>The scale of the ratings, which the recommenders are made for; half stars unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is the default value, which is no scale.</exception>
    public RatingScale Scale
    {
        get;
        init => field = OptionRange.Scale(value, nameof(Scale));
    } = RatingScale.HalfStars;
}
