using System.Globalization;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Collaborative.Internals;
using WeightlessNet.Recommenders.Hybrid;

namespace WeightlessNet.Serving;

/// <summary>
/// Says that a <see cref="Recommender{TUser, TItem}"/> learns events in place of ratings: clicks, plays, purchases, seconds watched, money
/// spent.
/// </summary>
/// <remarks>
/// <para>
/// Of each user and item it keeps one total, the sum of the amounts of all events. A total above 0 says that the user likes the item, one
/// below 0 that the user does not; a total of 0 is not kept. There are no ratings then: what would predict one throws.
/// </para>
/// <para>
/// Totals are whole numbers of the smallest amount, so that what is forgotten is subtracted exactly. A total is at most 2^24 = 16,777,216
/// times the smallest amount, up or down. Immutable.
/// </para>
/// </remarks>
public sealed record EventOptions
{
    /// <summary>The greatest total, in smallest amounts. A float has all whole numbers up to it.</summary>
    internal const int Greatest = 1 << 24;

    internal const int MostDecimals = 6;

    // A total is stored as a value of -4 to 4, so that a boost has the size that it has beside ratings.
    private const int Reach = 4;

    /// <summary>
    /// How many decimals amounts have: 0 to 6. The default, 0, suits clicks, plays and seconds; 2 suits prices. It cannot be changed once a
    /// folder has been created.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 0 to 6.</exception>
    public int Decimals
    {
        get;
        init => field = value is >= 0 and <= MostDecimals
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Decimals), value, $"Amounts have 0 to {MostDecimals} decimals.");
    }

    /// <summary>
    /// How much a total counts in lists: <see cref="LikeWeights.ByAmount"/>, the default, so that what a user chose more often or longer
    /// says more, or <see cref="LikeWeights.Equal"/>. The next training uses a changed value.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not defined.</exception>
    public LikeWeights Weights { get; init => field = LikeWeighting.CheckedAmounts(value, nameof(Weights)); } = LikeWeights.ByAmount;

    /// <summary>
    /// After what time a total counts half as much in lists: 1 second to 20,000 days; <see cref="TimeSpan.MaxValue"/> for totals that do
    /// not age; null, the default, for what each training learns from the users' latest totals, which may be none. The age of a total is
    /// the time from its latest event to the latest event of the user, so that nothing changes while a user is away. The next training uses
    /// a changed value.
    /// </summary>
    /// <remarks>
    /// It acts in the central models, see <see cref="WeightlessRankingOptions.HalfLife"/>. <see cref="TrainingReport.HalfLives"/> shows it.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The value is neither 1 second to 20,000 days nor <see cref="TimeSpan.MaxValue"/>.
    /// </exception>
    public TimeSpan? HalfLife { get; init => field = LikeWeighting.CheckedHalfLifeOrNone(value, nameof(HalfLife)); }

    /// <summary>The greatest total of a user and an item, such as 16,777,216 without decimals and 167,772.16 with two.</summary>
    public decimal GreatestTotal => AmountOf(Greatest);

    /// <summary>The lowest value of a like.</summary>
    internal static float LikedFrom => ValueOf(1);

    /// <summary>The scale of the stored totals.</summary>
    internal static RatingScale Scale { get; } = new(-Reach, Reach, 0.5f);

    /// <summary>The value that a total is stored as.</summary>
    internal static float ValueOf(int units) => units * ((float)Reach / Greatest);

    /// <summary>The total that a value stands for, in smallest amounts.</summary>
    internal static int UnitsOf(float value) => (int)(value * (Greatest / Reach));

    /// <summary>The amount that a stored value stands for.</summary>
    internal decimal AmountOf(float value) => AmountOf(UnitsOf(value));

    /// <summary>The stored value of the total that is nearest to a number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The total is 0 or too large.</exception>
    internal float Nearest(float total, string parameter)
    {
        double units = Math.Round(total * (double)Scaling);
        return Math.Abs(units) is >= 1 and <= Greatest
            ? ValueOf((int)units)
            : throw new ArgumentOutOfRangeException(
                parameter,
                total,
                string.Create(CultureInfo.InvariantCulture, $"A total is not 0, and at most {GreatestTotal} up or down."));
    }

    /// <summary>An amount in smallest amounts.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is 0, too large, or has more decimals.</exception>
    internal int Checked(decimal amount, string parameter)
    {
        if (amount == 0 || Math.Abs(amount) > GreatestTotal)
        {
            throw new ArgumentOutOfRangeException(
                parameter,
                amount,
                string.Create(CultureInfo.InvariantCulture, $"An amount is not 0, and at most {GreatestTotal} up or down."));
        }

        decimal units = amount * Scaling;
        return units == decimal.Truncate(units)
            ? (int)units
            : throw new ArgumentOutOfRangeException(
                parameter,
                amount,
                $"An amount has at most {Decimals} decimals. Round it, or set {nameof(EventOptions)}.{nameof(Decimals)}.");
    }

    private decimal Scaling
    {
        get
        {
            decimal scaling = 1;
            for (int i = 0; i < Decimals; i++)
            {
                scaling *= 10;
            }

            return scaling;
        }
    }

    private decimal AmountOf(int units) => units / Scaling;
}
