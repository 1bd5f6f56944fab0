using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Tests.Conformance;

/// <summary>Recommenders whose predictions break a promise.</summary>
internal static class BrokenAnswers
{
    // Nobody of a history has rated anything under this id.
    private const int Stranger = 6;

    private static int s_made;

    internal sealed class DiffersFromTwin(IRecommender inner) : BrokenRecommender(inner)
    {
        private readonly int _number = Interlocked.Increment(ref s_made);

        public override double Predict(int user, int item) => Nudged(base.Predict(user, item), _number);
    }

    internal sealed class BeyondScale(IRecommender inner) : BrokenRecommender(inner)
    {
        public override double Predict(int user, int item) =>
            user == Stranger && item == 3 ? Scale.Maximum + 1 : base.Predict(user, item);
    }

    internal sealed class NaNForUnknown(IRecommender inner) : BrokenRecommender(inner)
    {
        public override double Predict(int user, int item) => item >= ItemCount ? double.NaN : base.Predict(user, item);
    }

    internal sealed class ThrowsForUnknown(IRecommender inner) : BrokenRecommender(inner)
    {
        public override int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded = default) =>
            user < 1000 ? base.Recommend(user, destination, excluded) : throw new KeyNotFoundException($"There is no user {user}.");
    }

    internal sealed class KnowsNoUsers(IRecommender inner) : BrokenRecommender(inner)
    {
        public override int UserIdBound => 0;
    }
}
