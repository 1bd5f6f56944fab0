using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Tests.Conformance;

/// <summary>Recommenders that learn otherwise than they promise.</summary>
internal static class BrokenLearning
{
    internal sealed class ClampsRatings(IRecommender inner) : BrokenRecommender(inner)
    {
        public override void Learn(in Rating rating) =>
            base.Learn(rating with { Value = Math.Clamp(rating.Value, Scale.Minimum, Scale.Maximum) });
    }

    internal sealed class ChangesBeforeRefusing(IRecommender inner) : BrokenRecommender(inner)
    {
        public override void Learn(in Rating rating)
        {
            if (!Scale.Contains(rating.Value))
            {
                base.Learn(new Rating(0, 0, Scale.Maximum));
                base.Learn(new Rating(0, 1, Scale.Minimum));
            }

            base.Learn(rating);
        }
    }

    internal sealed class KeepsFirst(IRecommender inner) : BrokenRecommender(inner)
    {
        private readonly HashSet<(int, int)> _rated = [];

        public override void Learn(in Rating rating)
        {
            if (!IsHome || !Scale.Contains(rating.Value) || !_rated.Contains((rating.User, rating.Item)))
            {
                base.Learn(rating);
            }

            if (IsHome)
            {
                _rated.Add((rating.User, rating.Item));
            }
        }
    }

    internal sealed class RemembersLast(IRecommender inner) : BrokenRecommender(inner)
    {
        private volatile int _last;

        public override void Learn(in Rating rating)
        {
            base.Learn(rating);
            _last = rating.Item;
        }

        public override double Predict(int user, int item) => Nudged(base.Predict(user, item), _last);

        protected override bool Offers(Type capability) => capability != typeof(IForgettingRecommender) && base.Offers(capability);
    }

    internal sealed class LosesOfOtherThreads(IRecommender inner) : BrokenRecommender(inner)
    {
        public override void Learn(in Rating rating)
        {
            if (IsHome)
            {
                base.Learn(rating);
            }
        }
    }

    internal sealed class ThrowsInOtherThreads(IRecommender inner) : BrokenRecommender(inner)
    {
        public override double Predict(int user, int item) =>
            IsHome ? base.Predict(user, item) : throw new InvalidOperationException("Not this thread.");
    }
}
