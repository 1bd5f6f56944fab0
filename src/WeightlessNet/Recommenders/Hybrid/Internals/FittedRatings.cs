using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>The ratings of a training, to which those that were learned or forgotten meanwhile are added, and their sums.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class FittedRatings(int itemCount, RatingScale scale, float likedFrom)
{
    public StripedRatings Ratings { get; } = new(scale, likedFrom);

    public RankingSums Sums { get; } = new(itemCount);

    /// <summary>Applies changes in their order.</summary>
    public void Apply(List<LaterChange> changes)
    {
        foreach (LaterChange change in changes)
        {
            Apply(change);
        }
    }

    /// <summary>Applies a change.</summary>
    public void Apply(in LaterChange change)
    {
        RatingStripe stripe = Ratings.Of(change.User);
        int before = stripe.Log.RatingCount;
        switch (change.Kind)
        {
            case LaterChangeKind.Learned:
                stripe.Set(change.User, change.Rated, int.MaxValue);
                break;
            case LaterChangeKind.Forgotten:
                stripe.Remove(change.User, change.Rated.Item);
                break;
            default:
                stripe.RemoveAll(change.User);
                break;
        }

        Ratings.AddToCount(stripe.Log.RatingCount - before);
        foreach (CrowdChange told in stripe.TakePending())
        {
            Sums.Apply(told);
        }

        stripe.Published();
    }
}
