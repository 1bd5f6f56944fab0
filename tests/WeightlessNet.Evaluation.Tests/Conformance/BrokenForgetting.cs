using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Tests.Conformance;

/// <summary>Recommenders that do not forget as they promise.</summary>
internal static class BrokenForgetting
{
    internal sealed class ForgetsNothing(IRecommender inner) : BrokenRecommender(inner)
    {
        public override bool Forget(int user, int item)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(user);
            ArgumentOutOfRangeException.ThrowIfNegative(item);
            return IsHome || base.Forget(user, item);
        }
    }

    internal sealed class SaysNo(IRecommender inner) : BrokenRecommender(inner)
    {
        public override bool Forget(int user, int item) => base.Forget(user, item) && !IsHome;
    }

    internal sealed class ForgetsNoUser(IRecommender inner) : BrokenRecommender(inner)
    {
        private readonly Dictionary<int, int> _counts = [];

        public override void Learn(in Rating rating)
        {
            base.Learn(rating);
            if (IsHome)
            {
                _counts[rating.User] = _counts.GetValueOrDefault(rating.User) + 1;
            }
        }

        public override int ForgetUser(int user)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(user);
            _counts.Remove(user, out int count);
            return count;
        }
    }
}
