using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Crowd.Internals;

/// <summary>The totals of each user. A user without ratings has totals of 0.</summary>
/// <remarks>
/// In pages of 1,024 users and groups of as many pages, so that a high id takes 24 KB and growth copies nothing. What holds no totals is
/// dropped: a supposed rating leaves nothing behind. Not safe for concurrent use; its owner locks.
/// </remarks>
internal sealed class UserTotals
{
    private const int PageBits = 10;
    private const int PageSize = 1 << PageBits;

    private readonly RatingTotals[]?[]?[] _groups = new RatingTotals[]?[]?[RecommenderArguments.UserBound >> (2 * PageBits)];

    /// <summary>The totals of a user, 0 or higher.</summary>
    public RatingTotals this[int user]
    {
        get => _groups[GroupOf(user)]?[PageOf(user)] is { } page ? page[user % PageSize] : default;
        set
        {
            if (value == default)
            {
                Clear(user);
                return;
            }

            ref RatingTotals[]?[]? group = ref _groups[GroupOf(user)];
            group ??= new RatingTotals[]?[PageSize];
            ref RatingTotals[]? page = ref group[PageOf(user)];
            page ??= new RatingTotals[PageSize];
            page[user % PageSize] = value;
        }
    }

    private static int GroupOf(int user) => user >> (2 * PageBits);

    private static int PageOf(int user) => (user >> PageBits) % PageSize;

    private void Clear(int user)
    {
        ref RatingTotals[]?[]? group = ref _groups[GroupOf(user)];
        if (group?[PageOf(user)] is not { } page)
        {
            return;
        }

        page[user % PageSize] = default;
        if (!page.AsSpan().ContainsAnyExcept(default(RatingTotals)))
        {
            group[PageOf(user)] = null;
            group = Array.TrueForAll(group, static one => one is null) ? null : group;
        }
    }
}
