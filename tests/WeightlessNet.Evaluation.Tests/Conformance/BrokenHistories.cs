using System.Collections.Concurrent;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Storage;

namespace WeightlessNet.Evaluation.Tests.Conformance;

/// <summary>Recommenders that break a promise only after several changes of different kinds, or among threads.</summary>
internal static class BrokenHistories
{
    /// <summary>Saves and loads a recommender without the users' settings.</summary>
    public static IRecommender LoadedWithoutRecency(IRecommender recommender)
    {
        using MemoryStream stream = new();
        recommender.GetRequired<ISnapshot>().Save(stream);
        stream.Position = 0;
        WeightlessRecommender loaded = Snapshot.Load<WeightlessRecommender>(stream);
        for (int user = 0; user < loaded.UserIdBound; user++)
        {
            loaded.SetRecency(user, UserRecency.AsConfigured);
        }

        return loaded;
    }

    /// <summary>A training that depends on how many there were before.</summary>
    public static void LearnAnother(IRecommender recommender, int number)
    {
        const int ByNobodyElse = 100;
        int trained = recommender.GetRequired<IPortableRecommender>().Export(ByNobodyElse).Ratings.Length;
        recommender.Learn(new Rating(ByNobodyElse, trained, recommender.Scale.Maximum));
    }

    /// <summary>In other threads a user's last rating comes back after it was forgotten.</summary>
    internal sealed class LosesForgettingOfOtherThreads(IRecommender inner) : BrokenRecommender(inner)
    {
        private readonly ConcurrentDictionary<int, Rating> _last = [];

        public override void Learn(in Rating rating)
        {
            base.Learn(rating);
            _last[rating.User] = rating;
        }

        public override int ForgetUser(int user)
        {
            int forgotten = base.ForgetUser(user);
            if (!IsHome && _last.TryGetValue(user, out Rating last))
            {
                base.Learn(last);
            }

            return forgotten;
        }
    }

    /// <summary>Of two settings by two threads at the same time, one is lost.</summary>
    internal sealed class LosesOneOfTwoSettings(IRecommender inner) : BrokenRecommender(inner)
    {
        private int _setting;

        public override void SetRecency(int user, UserRecency recency)
        {
            try
            {
                if (Interlocked.Increment(ref _setting) == 1)
                {
                    Thread.Sleep(1);
                    base.SetRecency(user, recency);
                }
            }
            finally
            {
                Interlocked.Decrement(ref _setting);
            }
        }
    }

    /// <summary>A list that was asked for before an import is given again after it.</summary>
    internal sealed class StaleAfterImport(IRecommender inner) : BrokenRecommender(inner)
    {
        private readonly ConcurrentDictionary<int, ScoredItem[]> _asked = [];
        private readonly ConcurrentDictionary<int, ScoredItem[]> _stale = [];

        public override void Learn(in Rating rating)
        {
            Changed(rating.User);
            base.Learn(rating);
        }

        public override bool Forget(int user, int item)
        {
            Changed(user);
            return base.Forget(user, item);
        }

        public override int ForgetUser(int user)
        {
            Changed(user);
            return base.ForgetUser(user);
        }

        public override void Import(int user, PersonalRatings personal)
        {
            base.Import(user, personal);
            if (_asked.TryGetValue(user, out ScoredItem[]? asked))
            {
                _stale[user] = asked;
            }
        }

        public override int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded = default)
        {
            if (!_stale.TryGetValue(user, out ScoredItem[]? list))
            {
                int count = base.Recommend(user, destination, excluded);
                _asked[user] = destination[..count].ToArray();
                return count;
            }

            int known = Math.Min(list.Length, destination.Length);
            list.AsSpan(0, known).CopyTo(destination);
            return known;
        }

        private void Changed(int user)
        {
            _asked.TryRemove(user, out _);
            _stale.TryRemove(user, out _);
        }
    }
}
