namespace WeightlessNet.Recommenders.Crowd.Internals;

/// <summary>The totals of each user. A user without ratings has totals of 0.</summary>
/// <remarks>Not safe for concurrent use; its owner locks.</remarks>
internal sealed class UserTotals
{
    private const int PartBits = 6;
    private const int Parts = 1 << PartBits;

    // In parts, so that growth copies few of them at once.
    private readonly RatingTotals[][] _totals = [.. Enumerable.Repeat<RatingTotals[]>([], Parts)];

    /// <summary>The totals of a user, 0 or higher.</summary>
    public RatingTotals this[int user]
    {
        get
        {
            RatingTotals[] part = _totals[user & (Parts - 1)];
            int at = user >> PartBits;
            return at < part.Length ? part[at] : default;
        }

        set
        {
            ref RatingTotals[] part = ref _totals[user & (Parts - 1)];
            int at = user >> PartBits;
            if (at >= part.Length)
            {
                Array.Resize(ref part, Math.Max(at + 1, part.Length + (part.Length / 2)));
            }

            part[at] = value;
        }
    }
}
