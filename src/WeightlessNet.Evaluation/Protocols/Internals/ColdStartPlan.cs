using WeightlessNet.Evaluation.Splits;
using WeightlessNet.Evaluation.Splits.Internals;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Protocols.Internals;

/// <summary>Which ratings train and which test when only the first ratings of one group of users are known.</summary>
internal sealed class ColdStartPlan
{
    private const int Never = -1;

    private readonly Rating[] _ratings;

    /// <summary>The group of each rating's user; <see cref="Never"/> where the user is not tested.</summary>
    private readonly int[] _groups;

    /// <summary>When each rating becomes known, as a count of the user's ratings before it; <see cref="Never"/> where it is held
    /// out.</summary>
    private readonly int[] _order;

    /// <summary>Makes a plan for ratings of which no user has two of one item.</summary>
    /// <exception cref="ArgumentException">Fewer users than groups have enough ratings.</exception>
    public ColdStartPlan(Rating[] ratings, ColdStartOptions options)
    {
        _ratings = ratings;
        _groups = new int[ratings.Length];
        _order = new int[ratings.Length];
        Array.Fill(_groups, Never);

        int needed = options.KnownRatings.Max();
        UserPositions users = UserPositions.ByItem(ratings);
        List<int> tested = [];
        for (int user = 0; user < users.Count; user++)
        {
            int count = users.PositionsAt(user).Length;
            int heldOut = RatingSplit.HeldOutCount(count, options.HeldOutShare);
            if (heldOut > 0 && count - heldOut >= needed)
            {
                tested.Add(user);
            }
        }

        if (tested.Count < options.Groups)
        {
            throw new ArgumentException(
                $"{tested.Count} users have {needed} ratings beside those held out: they cannot fill {options.Groups} groups.",
                nameof(ratings));
        }

        int[] groups = FoldAssignment.Deal(tested.Count, options.Groups, options.Seed);
        Users = new int[tested.Count];
        for (int i = 0; i < groups.Length; i++)
        {
            Users[i] = users.UserAt(tested[i]);
            Span<int> positions = users.Shuffle(tested[i], options.Seed);
            int heldOut = RatingSplit.HeldOutCount(positions.Length, options.HeldOutShare);
            for (int place = 0; place < positions.Length; place++)
            {
                _groups[positions[place]] = groups[i];
                _order[positions[place]] = place < heldOut ? Never : place - heldOut;
            }

            TestCount += heldOut;
        }
    }

    /// <summary>The users who are tested, in the order of their ids.</summary>
    public int[] Users { get; }

    /// <summary>How many ratings are held out.</summary>
    public int TestCount { get; }

    /// <summary>The ratings that train when so many of each user of a group are known, in the order given.</summary>
    public Rating[] Train(int group, int known) =>
        [.. _ratings.Where((_, i) => _order[i] != Never && (_groups[i] != group || _order[i] < known))];

    /// <summary>The ratings of the users of a group that are held out.</summary>
    public Rating[] Test(int group) => [.. _ratings.Where((_, i) => _groups[i] == group && _order[i] == Never)];
}
