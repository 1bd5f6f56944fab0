using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Tests.Conformance;

/// <summary>Recommenders whose counterfactuals or settings break a promise.</summary>
internal static class BrokenCounterfactuals
{
    // Nobody of a history has rated anything under this id.
    private const int Stranger = 6;

    internal sealed class OneLower(IRecommender inner) : BrokenRecommender(inner)
    {
        public override Standing StandingOf(int user, int item, in RecommendationFilter filter = default)
        {
            Standing standing = base.StandingOf(user, item, filter);
            return user == Stranger ? new Standing(standing.Score, standing.Rank + 1) : standing;
        }
    }

    internal sealed class NoDifference(IRecommender inner) : BrokenRecommender(inner)
    {
        public override Standing WithoutRating(int user, int ratedItem, int item, in RecommendationFilter filter = default)
        {
            Standing standing = base.WithoutRating(user, ratedItem, item, filter);
            return item == ItemCount - 1 ? StandingOf(user, item, filter) : standing;
        }
    }

    internal sealed class LeavesTrace(IRecommender inner) : BrokenRecommender(inner)
    {
        public override Standing IfRated(in Rating rating, int item, in RecommendationFilter filter = default)
        {
            Standing standing = base.IfRated(rating, item, filter);
            Learn(rating);
            return standing;
        }
    }

    internal sealed class OneChangeMissing(IRecommender inner) : BrokenRecommender(inner)
    {
        public override IReadOnlyList<Counterfactual> WhatWouldChange(
            int user, int item, int count, in RecommendationFilter filter = default) =>
            [.. base.WhatWouldChange(user, item, count, filter).Skip(1)];
    }

    internal sealed class SetsOthers(IRecommender inner) : BrokenRecommender(inner)
    {
        public override void SetRecency(int user, UserRecency recency)
        {
            base.SetRecency(user, recency);
            for (int other = 0; other < Stranger; other++)
            {
                base.SetRecency(other, recency);
            }
        }
    }
}
