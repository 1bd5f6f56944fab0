namespace WeightlessNet.Recommenders.Ratings.Internals;

/// <summary>A copy of one user's entries in a <see cref="RatingLog"/>, sorted by item.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
internal sealed class RatingsCopy(ulong[] packed, RatedItem[] loose, PackedRatings? packing)
{
    /// <summary>The entries.</summary>
    public UserRatings View => packing is null ? new UserRatings(loose) : new UserRatings(packed, packing);
}
