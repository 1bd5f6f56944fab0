using WeightlessNet.Bits;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Recommenders.Hybrid.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Context.Internals;

/// <summary>
/// Learns from held-out likes how much each group of likes counts: beside popularity for users as newcomers, whose own likes are taken out
/// meanwhile, and beside the whole ranking for users with ratings. What does not help users that it was not learned from gets no weight.
/// </summary>
internal sealed class LikeCalibration
{
    private const int MostNewcomers = 1000;
    private const int FewestNewcomers = 100;

    // So that a large catalog does not make a training much longer.
    private const int MostAsked = 4_000_000;
    private const int MostGroups = 24;

    private const double BitsPerStep = 1 / 65536.0;

    private readonly ContextLayout _layout;
    private readonly IReadOnlyDictionary<int, ContextPattern> _users;
    private readonly ulong[][] _items;
    private readonly RankingHeldOut _asked;
    private readonly LikeTable[] _tables;

    /// <param name="layout">The groups.</param>
    /// <param name="users">What is known of the users.</param>
    /// <param name="items">The values of each item's fields.</param>
    /// <param name="asked">What the ranking says of held-out likes.</param>
    public LikeCalibration(
        ContextLayout layout, IReadOnlyDictionary<int, ContextPattern> users, ulong[][] items, RankingHeldOut asked)
    {
        (_layout, _users, _asked) = (layout, users, asked);

        // The ranking knows no items that were added since its training began.
        _items = items[..Math.Min(items.Length, asked.Known.Likes.Length)];
        IEnumerable<ContextGroup> groups = layout.Groups.Where(static group => group.IsOfUsers && group.LooksAtItem);
        _tables = [.. groups.Take(MostGroups).Select(static group => new LikeTable(group))];
    }

    /// <summary>Learns the weights.</summary>
    public LikeGroupWeights Learn(CancellationToken cancellationToken)
    {
        foreach (int user in _users.Keys)
        {
            AddLikesOf(user, 1);
        }

        List<RankingQuestion> newcomers = AskNewcomers(cancellationToken);
        double[] learned = LikeRegression.Learn(newcomers, 1 + _tables.Length, cancellationToken);
        int[] weights = [.. learned.Skip(1).Select(ToWhole)];
        int[] used = [.. Enumerable.Range(0, _tables.Length).Where(table => weights[table] > 0)];
        int knots = RatingWeights.Knots.Length;
        double[] factors = used.Length == 0
            ? new double[1 + knots]
            : LikeRegression.Learn(AskKnown(weights), 1 + knots, cancellationToken);
        return new LikeGroupWeights(
            [.. used.Select(table => _tables[table].Group)],
            [.. used.Select(table => weights[table])],
            [.. factors.Skip(1).Select(ToWhole)],
            ReportOf(newcomers, weights));
    }

    private static int ToWhole(double weight) =>
        (int)Math.Clamp(Math.Round(weight * LikeGroupWeights.Unit), 0, LikeGroupWeights.Greatest);

    private void AddLikesOf(int user, int sign)
    {
        ContextPattern pattern = _users[user];
        foreach (RatedItem rated in _asked.Known.Log.OfUser(user))
        {
            if (_asked.Known.IsLike(rated))
            {
                foreach (LikeTable table in _tables)
                {
                    ContextualLikes.Add(_layout, table, pattern, rated.Item, _items[rated.Item], sign);
                }
            }
        }
    }

    // Popularity and the lift of each group, for users of whom no like is known.
    private List<RankingQuestion> AskNewcomers(CancellationToken cancellationToken)
    {
        Dictionary<int, List<int>> likes = [];
        foreach (Rating like in _asked.Likes)
        {
            if (_users.ContainsKey(like.User))
            {
                (likes.TryGetValue(like.User, out List<int>? items) ? items : likes[like.User] = []).Add(like.Item);
            }
        }

        int most = Math.Clamp(MostAsked / Math.Max(1, _items.Length), FewestNewcomers, MostNewcomers);
        float[][] rows = [.. Enumerable.Range(0, 1 + _tables.Length).Select(_ => new float[_items.Length])];
        for (int item = 0; item < _items.Length; item++)
        {
            long popularity = RankingModel.PopularityOf(_asked.Known.LikesOf(item), _asked.Users);
            rows[0][item] = (float)(popularity / (double)(1L << RankingModel.FractionBits));
        }

        RankingQuestions.Candidates candidates = new(_items.Length, _asked.Seed);
        List<RankingQuestion> questions = [];
        int[] lifts = new int[_items.Length];
        foreach (int user in likes.Keys.OrderBy(OrderOf).ThenBy(static user => user).Take(most))
        {
            cancellationToken.ThrowIfCancellationRequested();
            AddLikesOf(user, -1);
            for (int table = 0; table < _tables.Length; table++)
            {
                ContextualLikes.Write(_layout, _tables[table], _users[user], _items, lifts);
                for (int item = 0; item < lifts.Length; item++)
                {
                    rows[1 + table][item] = (float)(lifts[item] * BitsPerStep);
                }
            }

            AddLikesOf(user, 1);
            questions.Add(candidates.Ask(rows, _asked.Known.Log.OfUser(user), user, likes[user]));
        }

        return questions;
    }

    // The score of the ranking, and what newcomers would get added, apart for each number of ratings.
    private List<RankingQuestion> AskKnown(int[] weights)
    {
        List<RankingQuestion> questions = [];
        foreach (RankingQuestion question in _asked.Questions)
        {
            if (_users.TryGetValue(question.User, out ContextPattern? pattern))
            {
                questions.Add(WithLifts(question, pattern, weights));
            }
        }

        return questions;
    }

    private RankingQuestion WithLifts(RankingQuestion question, ContextPattern pattern, int[] weights)
    {
        Span<int> hats = stackalloc int[RatingWeights.Knots.Length];
        RatingWeights.WriteHats(_asked.Known.Log.OfUser(question.User).Length, hats);
        double[] scores = new double[question.Count];
        question.Score(_asked.Weights, scores);
        float[] features = new float[(1 + hats.Length) * question.Count];
        AddLikesOf(question.User, -1);
        for (int i = 0; i < question.Count; i++)
        {
            int item = question.Items[i];
            double sum = 0;
            for (int table = 0; table < _tables.Length; table++)
            {
                if (weights[table] != 0)
                {
                    int lift = ContextualLikes.LiftOf(_layout, _tables[table], pattern, item, _items[item]);
                    sum += weights[table] * lift * (BitsPerStep / LikeGroupWeights.Unit);
                }
            }

            features[i] = (float)scores[i];
            for (int knot = 0; knot < hats.Length; knot++)
            {
                features[((1 + knot) * question.Count) + i] = (float)(sum * hats[knot] / LikeGroupWeights.Unit);
            }
        }

        AddLikesOf(question.User, 1);
        return question with { Features = features };
    }

    private List<CalibratedGroup> ReportOf(List<RankingQuestion> newcomers, int[] weights)
    {
        if (newcomers.Count == 0)
        {
            return [];
        }

        double[] all = [1, .. weights.Select(static weight => weight / (double)LikeGroupWeights.Unit)];
        double with = RankingClimb.NdcgWith(newcomers, all);
        List<CalibratedGroup> report = [];
        for (int table = 0; table < _tables.Length; table++)
        {
            double[] without = [.. all];
            without[1 + table] = 0;
            report.Add(new CalibratedGroup(_tables[table].Group.Name, all[1 + table])
            {
                With = with,
                Without = weights[table] == 0 ? with : RankingClimb.NdcgWith(newcomers, without),
            });
        }

        return report;
    }

    // The same order on every machine.
    private ulong OrderOf(int user) => SplitMix64.Mix(_asked.Seed, (ulong)user);
}
