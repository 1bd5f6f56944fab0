using System.Runtime.CompilerServices;
using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Tests.Conformance;

/// <summary>Recommenders whose explanations or filtered lists break a promise.</summary>
internal static class BrokenExplanations
{
    internal sealed class AnotherScore(IRecommender inner) : BrokenRecommender(inner)
    {
        public override Explanation Explain(int user, int item)
        {
            Explanation explanation = base.Explain(user, item);
            return Make(
                user, item, explanation.Score + 0.25, explanation.Base, explanation.ByField, explanation.ByRating, explanation.ByControl);
        }
    }

    internal sealed class AnotherUser(IRecommender inner) : BrokenRecommender(inner)
    {
        public override Explanation Explain(int user, int item)
        {
            Explanation explanation = base.Explain(user, item);
            RatingContribution[] byRating = [.. explanation.ByRating, new RatingContribution(item, Scale.Minimum + (Scale.Step / 2), 0)];
            return Make(
                user, item, explanation.Score, explanation.Base, explanation.ByField, byRating, explanation.ByControl);
        }
    }

    internal sealed class AllowsAll(IRecommender inner) : BrokenRecommender(inner)
    {
        public override int Recommend(int user, Span<ScoredItem> destination, in RecommendationFilter filter) =>
            base.Recommend(user, destination, filter with { Allowed = [] });
    }

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    private static extern Explanation Make(
        int user,
        int item,
        double score,
        IReadOnlyList<Contribution> basis,
        IReadOnlyList<Contribution> byField,
        IReadOnlyList<RatingContribution> byRating,
        IReadOnlyList<ControlContribution>? byControl);
}
