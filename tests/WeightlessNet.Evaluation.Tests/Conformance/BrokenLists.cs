using System.Collections.Concurrent;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Tests.Conformance;

/// <summary>Recommenders whose lists break a promise, each list as the one without excluded items does.</summary>
internal static class BrokenLists
{
    // Both are among the items that are excluded, so that lists without them are whole.
    private const int One = 0;
    private const int Other = 3;

    internal sealed class InfiniteScore(IRecommender inner) : BrokenList(inner)
    {
        protected override IEnumerable<ScoredItem> Break(int user, IEnumerable<ScoredItem> list) => Sorted(
            list.Select(scored => scored.Item == One ? scored with { Score = double.NegativeInfinity } : scored));
    }

    internal sealed class FallingTies(IRecommender inner) : BrokenList(inner)
    {
        protected override IEnumerable<ScoredItem> Break(int user, IEnumerable<ScoredItem> list) =>
            list.OrderByDescending(scored => scored.Score).ThenByDescending(scored => scored.Item);
    }

    internal sealed class OneMissing(IRecommender inner) : BrokenList(inner)
    {
        protected override IEnumerable<ScoredItem> Break(int user, IEnumerable<ScoredItem> list) =>
            list.Where(scored => user >= 1000 || scored.Item != One);
    }

    internal sealed class OneTwice(IRecommender inner) : BrokenList(inner)
    {
        protected override IEnumerable<ScoredItem> Break(int user, IEnumerable<ScoredItem> list)
        {
            ScoredItem[] all = [.. list];
            ScoredItem one = all.FirstOrDefault(scored => scored.Item == One, new ScoredItem(-1, 0));
            return one.Item < 0 ? all : Sorted(all.Select(scored => scored.Item == Other ? one : scored));
        }
    }

    internal sealed class OneRated(IRecommender inner) : BrokenList(inner)
    {
        private readonly ConcurrentDictionary<int, bool> _raters = [];

        public override void Learn(in Rating rating)
        {
            base.Learn(rating);
            if (rating.Item == Other)
            {
                _raters[rating.User] = true;
            }
        }

        public override bool Forget(int user, int item)
        {
            bool forgot = base.Forget(user, item);
            if (forgot && item == Other)
            {
                _raters.TryRemove(user, out _);
            }

            return forgot;
        }

        public override int ForgetUser(int user)
        {
            _raters.TryRemove(user, out _);
            return base.ForgetUser(user);
        }

        protected override IEnumerable<ScoredItem> Break(int user, IEnumerable<ScoredItem> list) => Sorted(
            list.Select(scored => IsHome && scored.Item == One && _raters.ContainsKey(user) ? scored with { Item = Other } : scored));
    }

    internal sealed class IgnoresExcluded(IRecommender inner) : BrokenRecommender(inner)
    {
        public override int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded = default) =>
            base.Recommend(user, destination);
    }

    /// <summary>Breaks whole lists, of which others are the beginnings.</summary>
    internal abstract class BrokenList(IRecommender inner) : BrokenRecommender(inner)
    {
        public override int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded = default)
        {
            ScoredItem[] all = new ScoredItem[ItemCount];
            int count = base.Recommend(user, all, excluded);
            ScoredItem[] broken = [.. Break(user, all.Take(count)).Take(destination.Length)];
            broken.CopyTo(destination);
            return broken.Length;
        }

        protected abstract IEnumerable<ScoredItem> Break(int user, IEnumerable<ScoredItem> list);

        protected static IEnumerable<ScoredItem> Sorted(IEnumerable<ScoredItem> list) =>
            list.OrderByDescending(scored => scored.Score).ThenBy(scored => scored.Item);
    }
}
