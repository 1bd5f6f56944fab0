using WeightlessNet.Evaluation.Splits;
using WeightlessNet.Evaluation.Splits.Internals;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Protocols.Internals;

/// <summary>Selects training and test ratings when only the first ratings of one group of users are known.</summary>
internal sealed class ColdStartPlan
{
    private const int Never = -1;

    private readonly Rating[] _ratings;

    /// <summary>The group of each rating's user; <see cref="Never"/> if the user is not tested.</summary>
    private readonly int[] _groups;

    /// <summary>How many of the user's ratings become known before each rating; <see cref="Never"/> if it is held out.</summary>
    private readonly int[] _order;

    /// <summary>Creates a plan for ratings without repeated pairs of user and item.</summary>
    /// <exception cref="ArgumentException">There are fewer users with enough ratings than groups.</exception>
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
                $"Only {tested.Count} users have {needed} ratings that are not held out: too few for {options.Groups} groups.",
                nameof(ratings));
        }

        int[] groups = FoldAssignment.Deal(tested.Count, options.Groups, options.Seed);
        UserCount = tested.Count;
        for (int i = 0; i < groups.Length; i++)
        {
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

    /// <summary>How many users are tested.</summary>
    public int UserCount { get; }

    /// <summary>How many ratings are held out.</summary>
    public int TestCount { get; }

    /// <summary>The training ratings, in the given order, when a number of ratings of each user in a group is known.</summary>
    public Rating[] Train(int group, int known) =>
        [.. _ratings.Where((_, i) => _order[i] != Never && (_groups[i] != group || _order[i] < known))];

    /// <summary>The held-out ratings of the users in a group.</summary>
    public Rating[] Test(int group) => [.. _ratings.Where((_, i) => _groups[i] == group && _order[i] == Never)];
}
