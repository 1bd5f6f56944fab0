using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Tests.Conformance;

/// <summary>Recommenders that train or score otherwise than they promise.</summary>
internal static class BrokenFit
{
    internal sealed class KeepsLearned(IRecommender inner) : BrokenRecommender(inner)
    {
        private readonly List<Rating> _learned = [];

        public override void Learn(in Rating rating)
        {
            base.Learn(rating);
            if (IsHome)
            {
                _learned.Add(rating);
            }
        }

        public override void Fit(
            ReadOnlySpan<Rating> ratings, IProgress<double>? progress = null, CancellationToken cancellationToken = default) =>
            base.Fit([.. _learned, .. ratings], progress, cancellationToken);
    }

    internal sealed class RemembersFirst(IRecommender inner) : BrokenRecommender(inner)
    {
        private int _first;

        public override void Fit(
            ReadOnlySpan<Rating> ratings, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
        {
            base.Fit(ratings, progress, cancellationToken);
            _first = ratings[0].Item;
        }

        public override double Predict(int user, int item) => Nudged(base.Predict(user, item), _first);
    }

    internal sealed class IgnoresCancellation(IRecommender inner) : BrokenRecommender(inner)
    {
        public override void Fit(
            ReadOnlySpan<Rating> ratings, IProgress<double>? progress = null, CancellationToken cancellationToken = default) =>
            base.Fit(ratings, progress, CancellationToken.None);
    }

    internal sealed class ForgetsWhenCanceled(IRecommender inner) : BrokenRecommender(inner)
    {
        public override void Fit(
            ReadOnlySpan<Rating> ratings, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
        {
            try
            {
                base.Fit(ratings, progress, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                base.Fit([], null, CancellationToken.None);
                throw;
            }
        }
    }

    internal sealed class UnstableScores(IRecommender inner) : BrokenRecommender(inner)
    {
        private int _calls;

        public override void Score(ReadOnlySpan<RatedItem> ratings, Span<float> scores)
        {
            base.Score(ratings, scores);
            scores[0] += _calls++;
        }
    }
}
