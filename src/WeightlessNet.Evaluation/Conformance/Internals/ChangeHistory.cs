using WeightlessNet.Bits;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Conformance.Internals;

/// <summary>Random changes of several users, of what they share, and trainings. The same for the same seed and number.</summary>
internal sealed class ChangeHistory
{
    /// <summary>How many threads make the changes at once. Each changes one user, whose id is its number.</summary>
    public const int Threads = 8;

    /// <summary>One more than the highest id of a user with ratings. The last one is changed by the calling thread.</summary>
    public const int Users = Threads + 1;

    /// <summary>Random numbers of a history are below this.</summary>
    public const int NumberBound = 1000;

    private const int MaximumItems = 12;
    private const int FewestChanges = 5;
    private const int MostChanges = 40;
    private const int LongestFit = 30;
    private const int HistoriesPerTraining = 4;
    private const int TimesCount = 20;
    private const long FirstTime = 1_600_000_000;
    private const long Day = 86_400;

    private readonly ConformanceWorld _world;
    private readonly int _number;
    private readonly HashSet<int>[] _held = [.. Enumerable.Range(0, Threads).Select(_ => new HashSet<int>())];

    // Each as often as its weight.
    private readonly List<HistoryChangeKind> _kinds = [];
    private readonly List<HistoryChangeKind> _trainings = [];

    public ChangeHistory(ConformanceWorld world, int number)
    {
        _world = world;
        _number = number;
        SplitMix64 random = RandomFor(0);
        int[] items = [.. Enumerable.Range(0, world.ItemCount)];
        random.Shuffle<int>(items);
        Items = [.. items.Take(MaximumItems).Order()];
        AddKinds();

        int users = 1 + random.Next(Threads);
        int count = FewestChanges + random.Next(MostChanges - FewestChanges + 1);
        int trained = _trainings.Count > 0 && random.Next(HistoriesPerTraining) == 0 ? random.Next(count) : -1;
        List<HistoryChange> changes = [];
        for (int position = 0; position < count; position++)
        {
            changes.Add(position == trained ? TrainingChange(ref random) : UserOrSharedChange(users, ref random));
        }

        changes.Add(new HistoryChange(HistoryChangeKind.Learn, new Rating(Users - 1, Items[0], world.Scale.Maximum), 0));
        Changes = [.. changes];
    }

    /// <summary>The items that are rated and asked for, in the order of their ids.</summary>
    public int[] Items { get; }

    /// <summary>
    /// The changes. The last one is a new rating that the calling thread learns, so that all changes before it show in that thread's next
    /// answer.
    /// </summary>
    public HistoryChange[] Changes { get; }

    /// <summary>Random numbers that are always the same for one purpose.</summary>
    public SplitMix64 RandomFor(ulong purpose) =>
        new(new SplitMix64(~_world.Options.Seed + ((ulong)_number << 20) + (purpose << 44)).Next());

    /// <summary>The ratings that a change fits to, some of a pair of a user and an item twice.</summary>
    public Rating[] RatingsToFit(in HistoryChange change) => SomeRatings(1 + (ulong)change.Number, LongestFit);

    /// <summary>The ratings of the recommender that users are imported from.</summary>
    public Rating[] RatingsElsewhere() => SomeRatings(1 + NumberBound, 2 * LongestFit);

    /// <summary>The seed, the number and the changes.</summary>
    public override string ToString() =>
        $"Seed {_world.Options.Seed}, history {_number} of changes: [{string.Join(", ", Changes)}]";

    private HistoryChange TrainingChange(ref SplitMix64 random)
    {
        HistoryChange change = new(_trainings[random.Next(_trainings.Count)], default, random.Next(NumberBound));
        if (change.Kind == HistoryChangeKind.Fit)
        {
            Array.ForEach(_held, held => held.Clear());
            Array.ForEach(RatingsToFit(change), rating => _held[rating.User].Add(rating.Item));
        }

        return change;
    }

    private HistoryChange UserOrSharedChange(int users, ref SplitMix64 random)
    {
        HistoryChangeKind kind = _kinds[random.Next(_kinds.Count)];
        int user = random.Next(users);
        HashSet<int> held = _held[user];

        // Half of the time an item that the user has probably rated, so that many ratings are replaced and forgotten.
        int item = held.Count > 0 && random.Next(2) == 0
            ? held.Order().ElementAt(random.Next(held.Count))
            : Items[random.Next(Items.Length)];
        switch (kind)
        {
            case HistoryChangeKind.Learn:
                held.Add(item);
                break;
            case HistoryChangeKind.Forget:
                held.Remove(item);
                break;
            case HistoryChangeKind.ForgetUser:
                held.Clear();
                break;
            case HistoryChangeKind.ImportOther:
                held.Clear();
                held.UnionWith(RatingsElsewhere().Where(rating => rating.User == user).Select(rating => rating.Item));
                break;
        }

        return new HistoryChange(kind, RandomRating(user, item, ref random), random.Next(NumberBound));
    }

    private Rating[] SomeRatings(ulong purpose, int most)
    {
        SplitMix64 random = RandomFor(purpose);
        Rating[] ratings = new Rating[1 + random.Next(most)];
        for (int i = 0; i < ratings.Length; i++)
        {
            ratings[i] = RandomRating(random.Next(Threads), Items[random.Next(Items.Length)], ref random);
        }

        return ratings;
    }

    // Every other history has no times. Some times are equal, some ratings lie between two levels.
    private Rating RandomRating(int user, int item, ref SplitMix64 random)
    {
        float value = _world.Scale.ValueOf(random.Next(_world.Scale.LevelCount));
        float between = value + (_world.Scale.Step / 4);
        long time = FirstTime + (random.Next(TimesCount) * Day);
        bool isBetween = random.Next(16) == 0 && _world.Scale.Contains(between);
        return new Rating(user, item, isBetween ? between : value, _number % 2 == 0 ? time : 0);
    }

    private void AddKinds()
    {
        IRecommender sample = _world.Sample;
        ConformanceOptions options = _world.Options;
        if (sample.Get<IBatchRecommender>() is not null)
        {
            _trainings.Add(HistoryChangeKind.Fit);
        }

        if (options.Trainings.Count > 0)
        {
            _trainings.Add(HistoryChangeKind.Training);
        }

        Add(HistoryChangeKind.Learn, 16);
        if (sample.Get<IForgettingRecommender>() is not null)
        {
            Add(HistoryChangeKind.Forget, 6);
            Add(HistoryChangeKind.ForgetUser, 2);
        }

        if (sample.Get<IRecencyRecommender>() is not null)
        {
            Add(HistoryChangeKind.SetRecency, 2);
        }

        if (sample.Get<IPortableRecommender>() is not null)
        {
            Add(HistoryChangeKind.Reimport, 1);
            Add(HistoryChangeKind.ImportOther, 1);
        }

        Add(HistoryChangeKind.OfUser, options.UserChanges.Count > 0 ? 4 : 0);
        Add(HistoryChangeKind.Shared, options.SharedChanges.Count > 0 ? 4 : 0);
    }

    private void Add(HistoryChangeKind kind, int weight) => _kinds.AddRange(Enumerable.Repeat(kind, weight));
}
