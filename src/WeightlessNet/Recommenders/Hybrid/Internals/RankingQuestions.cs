using WeightlessNet.Bits;
using WeightlessNet.Recommenders.Collaborative.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>Asks a model that was trained without some likes to rank them.</summary>
internal static class RankingQuestions
{
    private const int MostUsers = 2000;

    // The best items by each feature are candidates, so that no feature is favored.
    private const int BestOfEach = 60;

    // Random others stand for the items that are best by no feature.
    private const int Sampled = 100;

    // Limits the memory to 64 MB, whatever the number of features.
    private const int MostValues = 1 << 24;

    /// <summary>Asks about the held-out likes of up to 2000 users.</summary>
    /// <param name="features">The features of the model.</param>
    /// <param name="known">The ratings that the model was trained on.</param>
    /// <param name="held">The held-out likes, by user and then by item; none of them is known.</param>
    /// <param name="itemCount">The number of items.</param>
    /// <param name="seed">The seed by which users are chosen if there are more.</param>
    /// <param name="cancellationToken">Cancels the questions.</param>
    public static IReadOnlyList<RankingQuestion> Ask(
        RankingFeatures features,
        LikedRatings known,
        ReadOnlySpan<Rating> held,
        int itemCount,
        ulong seed,
        CancellationToken cancellationToken)
    {
        Dictionary<int, List<int>> likes = [];
        foreach (ref readonly Rating rating in held)
        {
            if (!known.Log.OfUser(rating.User).IsEmpty)
            {
                if (!likes.TryGetValue(rating.User, out List<int>? items))
                {
                    likes[rating.User] = items = [];
                }

                items.Add(rating.Item);
            }
        }

        float[][] rows = [.. Enumerable.Range(0, features.Count).Select(_ => new float[itemCount])];
        Candidates candidates = new(itemCount, seed);
        List<RankingQuestion> questions = [];
        long values = 0;
        IEnumerable<int> users = likes.Keys
            .OrderBy(user => SplitMix64.Mix(seed, (ulong)user)).ThenBy(user => user).Take(MostUsers);
        foreach (int user in users)
        {
            cancellationToken.ThrowIfCancellationRequested();
            UserRatings log = known.Log.OfUser(user);
            features.Write(user, log, rows);
            RankingQuestion question = candidates.Ask(rows, log, user, likes[user]);
            values += question.Features.Length;
            questions.Add(question);
            if (values > MostValues)
            {
                break;
            }
        }

        return questions;
    }

    /// <summary>Chooses the items among which held-out likes should come first.</summary>
    internal sealed class Candidates(int itemCount, ulong seed)
    {
        private readonly bool[] _isKnown = new bool[itemCount];
        private readonly bool[] _isChosen = new bool[itemCount];
        private readonly ScoredItem[] _best = new ScoredItem[BestOfEach];

        /// <summary>Asks about a user.</summary>
        /// <param name="rows">The features of all items.</param>
        /// <param name="log">The ratings whose items are no candidates.</param>
        /// <param name="user">The user.</param>
        /// <param name="likes">The held-out likes.</param>
        public RankingQuestion Ask(float[][] rows, UserRatings log, int user, List<int> likes)
        {
            Array.Clear(_isKnown);
            Array.Clear(_isChosen);
            for (int i = 0; i < log.Length; i++)
            {
                _isKnown[log.ItemAt(i)] = true;
            }

            foreach (float[] row in rows)
            {
                Choose(row);
            }

            likes.ForEach(item => _isChosen[item] = true);
            int[] chosen = [.. Enumerable.Range(0, itemCount).Where(item => _isChosen[item])];
            int[] others = [.. Enumerable.Range(0, itemCount).Where(item => !_isChosen[item] && !_isKnown[item])];
            int[] sampled = Sample(others, user);
            int[] items = [.. chosen, .. sampled];
            float[] features = new float[rows.Length * items.Length];
            for (int i = 0; i < features.Length; i++)
            {
                features[i] = rows[i / items.Length][items[i % items.Length]];
            }

            double weight = sampled.Length == 0 ? 1 : others.Length / (double)sampled.Length;
            return new RankingQuestion(features, [.. items.Select(likes.Contains)], likes.Count, chosen.Length, weight)
            {
                User = user,
                Items = items,
            };
        }

        // Shuffles the items as far as the sample goes. The same sample for a user on every machine.
        private int[] Sample(int[] items, int user)
        {
            SplitMix64 random = new(seed ^ new SplitMix64(~(ulong)user).Next());
            int count = Math.Min(Sampled, items.Length);
            for (int i = 0; i < count; i++)
            {
                int other = i + random.Next(items.Length - i);
                (items[i], items[other]) = (items[other], items[i]);
            }

            return items[..count];
        }

        private void Choose(float[] row)
        {
            TopItems top = new(_best);
            for (int item = 0; item < row.Length; item++)
            {
                if (top.Accepts(row[item]) && !_isKnown[item])
                {
                    top.Offer(item, row[item]);
                }
            }

            foreach (ScoredItem scored in _best.AsSpan(0, top.Complete()))
            {
                _isChosen[scored.Item] = true;
            }
        }
    }
}
