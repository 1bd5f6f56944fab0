using System.Globalization;
using WeightlessNet.Bits;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Conformance.Internals;

/// <summary>Random ratings of few users and items, none of an item by a user twice. The same for the same seed and number.</summary>
internal sealed class ConformanceHistory
{
    /// <summary>How many users there are at the most; their ids are below this.</summary>
    public const int Users = 6;

    private const int MaximumItems = 12;
    private const double Share = 0.4;
    private const long FirstTime = 1_600_000_000;
    private const long Day = 86_400;

    private readonly ulong _seed;
    private readonly int _number;

    public ConformanceHistory(ConformanceWorld world, int number)
    {
        _seed = world.Options.Seed;
        _number = number;
        SplitMix64 random = RandomFor(0);
        int[] items = [.. Enumerable.Range(0, world.ItemCount)];
        random.Shuffle<int>(items);
        Items = [.. items.Take(MaximumItems).Order()];
        (int User, int Item)[] pairs = [.. Enumerable.Range(0, Users).SelectMany(user => Items.Select(item => (user, item)))];
        random.Shuffle<(int, int)>(pairs);
        int count = Math.Max(2, (int)(Share * pairs.Length));
        Ratings = [.. pairs.Take(count).Select((pair, i) => RatingOf(world.Scale, pair.User, pair.Item, i, ref random))];
        Unrated = [.. pairs.Skip(count).Select((pair, i) => RatingOf(world.Scale, pair.User, pair.Item, count + i, ref random))];
    }

    /// <summary>The items that are rated and asked for, in the order of their ids.</summary>
    public int[] Items { get; }

    /// <summary>The ratings, in the order in which they are learned.</summary>
    public Rating[] Ratings { get; }

    /// <summary>A rating for each pair of a user and an item that has none.</summary>
    public Rating[] Unrated { get; }

    /// <summary>Random numbers that are always the same for one purpose.</summary>
    public SplitMix64 RandomFor(ulong purpose) => new(new SplitMix64(_seed + ((ulong)_number << 20) + (purpose << 40)).Next());

    /// <summary>The ratings in another order.</summary>
    public Rating[] Shuffled()
    {
        Rating[] shuffled = [.. Ratings];
        SplitMix64 random = RandomFor(1);
        random.Shuffle<Rating>(shuffled);
        return shuffled;
    }

    /// <summary>The items that a user has rated.</summary>
    public int[] RatedBy(int user) => [.. Ratings.Where(rating => rating.User == user).Select(rating => rating.Item)];

    /// <summary>The seed, the number and the ratings, as C#.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"Seed {_seed}, history {_number}: [{string.Join(", ", Ratings.Select(Text))}]");

    private static string Text(Rating rating) => string.Create(
        CultureInfo.InvariantCulture, $"new({rating.User}, {rating.Item}, {rating.Value}f, {rating.Timestamp})");

    // Every other history knows no times.
    private Rating RatingOf(RatingScale scale, int user, int item, int position, ref SplitMix64 random) =>
        new(user, item, scale.ValueOf(random.Next(scale.LevelCount)), _number % 2 == 0 ? FirstTime + (position * Day) : 0);
}
