using WeightlessNet.Bits;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Collaborative.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>
/// Learns after what time likes count half in a central model. The latest fifth of each user's likes is held out with all ratings of the
/// user that are as late, and a small model of the same kind ranks them for each half-life.
/// </summary>
/// <remarks>
/// The half-life is the one with the highest mean NDCG@10. There is none unless the best one of half of the users helps the other half, and
/// the other way round, by one and a half standard errors of the paired difference. Small models of 1,000 items or 16 factors take about a
/// tenth of the time of the models themselves, and prefer the same half-lives.
/// </remarks>
internal sealed class HalfLifeChoice
{
    private const int FewestUsers = 100;
    private const int MostUsers = 5000;
    private const int MostItems = 1000;
    private const double ClearErrors = 1.5;

    private static readonly TimeSpan[] HalfLives =
        [.. Array.ConvertAll((int[])[700, 200, 60, 20, 6], static days => TimeSpan.FromDays(days))];

    private static readonly (int Factors, int Iterations) SmallFactors = (16, 5);

    private readonly RankingQuestion[] _questions;
    private readonly RatedItem[][] _knownTo;
    private readonly Rating[] _known;
    private readonly int _itemCount;
    private readonly ParallelOptions _parallel;
    private readonly Action _report;

    private HalfLifeChoice(LikedRatings ratings, int itemCount, ulong seed, ParallelOptions parallel, Action report)
    {
        (_itemCount, _parallel, _report) = (itemCount, parallel, report);
        var latest = LatestLikes.Of(ratings);
        List<Rating> known = [];
        List<int> asked = [];
        for (int user = 0; user < ratings.Log.UserCount; user++)
        {
            bool knowsLike = false;
            int before = known.Count;
            foreach (RatedItem rated in ratings.Log.OfUser(user))
            {
                if (!latest.Has(user, rated.Timestamp))
                {
                    known.Add(new Rating(user, rated.Item, rated.Value, rated.Timestamp));
                    knowsLike |= ratings.IsLike(rated);
                }
            }

            if (knowsLike && known.Count - before < ratings.Log.OfUser(user).Length)
            {
                asked.Add(user);
            }
        }

        _known = [.. known];
        int[] items = MostLiked(ratings);
        var chosen = asked
            .OrderBy(user => SplitMix64.Mix(seed, (ulong)user))
            .ThenBy(static user => user)
            .Select(user => Ask(
                user, ratings.Log.OfUser(user).ToArray(), items, rated => latest.Has(user, rated.Timestamp), ratings.IsLike))
            .Where(static one => one.Question.LikeCount > 0)
            .Take(MostUsers)
            .ToArray();
        _questions = Array.ConvertAll(chosen, static one => one.Question);
        _knownTo = Array.ConvertAll(chosen, static one => one.Known);
    }

    /// <summary>The central models with the half-life that helps each of them. An application's own stay as they are.</summary>
    /// <param name="centrals">The models.</param>
    /// <param name="ratings">The ratings, at most one for each user and item.</param>
    /// <param name="itemCount">The number of items.</param>
    /// <param name="options">The options of the ranking: the seed by which users are chosen, and the number of threads.</param>
    /// <param name="progress">Receives the fraction done.</param>
    /// <param name="cancellationToken">Cancels the choice.</param>
    public static IReadOnlyList<IItemScoringRecommender> For(
        IReadOnlyList<IItemScoringRecommender> centrals,
        LikedRatings ratings,
        int itemCount,
        WeightlessRankingOptions options,
        IProgress<double>? progress,
        CancellationToken cancellationToken)
    {
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = options.MaxDegreeOfParallelism, CancellationToken = cancellationToken };
        double models = centrals.Count(IsOwn) * (HalfLives.Length + 1);
        int done = 0;
        HalfLifeChoice choice = new(ratings, itemCount, options.Seed, parallel, () => progress?.Report(++done / models));
        return choice._questions.Length < FewestUsers
            ? centrals
            : [.. centrals.Select(central => central switch
            {
                EaseRecommender ease => ease.Aging(choice.Best(
                    halfLife => ease.Aging(halfLife, MostItems).Untrained(itemCount, options.MaxDegreeOfParallelism))),
                ImplicitFactorizationRecommender factors => factors.Aging(choice.Best(
                    halfLife => factors.Aging(halfLife, SmallFactors).Untrained(itemCount, options.MaxDegreeOfParallelism))),
                _ => central,
            })];
    }

    private static bool IsOwn(IItemScoringRecommender central) => central is EaseRecommender or ImplicitFactorizationRecommender;

    private TimeSpan? Best(Func<TimeSpan?, IItemScoringRecommender> smallWith)
    {
        double[] none = NdcgsOf(smallWith(null));

        // All of them: of two local maxima the second may be the higher one.
        double[][] gains =
        [
            .. HalfLives.Select(halfLife => NdcgsOf(smallWith(halfLife)).Zip(none, static (with, without) => with - without).ToArray()),
        ];
        return HelpsOthers(gains, 0) && HelpsOthers(gains, 1) ? HalfLives[BestOf(gains, 0, 1)] : null;
    }

    // Whether the best half-life of one half of the users helps the other half.
    private static bool HelpsOthers(double[][] gains, int half)
    {
        double[] gain = gains[BestOf(gains, half, 2)];
        int other = 1 - half;
        int count = (gain.Length + half) / 2;
        double sum = SumOf(gain, other, 2);
        double squares = 0;
        for (int i = other; i < gain.Length; i += 2)
        {
            squares += gain[i] * gain[i];
        }

        // The mean is above so many of its errors, without dividing.
        double spread = (count * squares) - (sum * sum);
        return sum > 0 && count * sum * sum > ClearErrors * ClearErrors * spread;
    }

    private static int BestOf(double[][] gains, int start, int step)
    {
        double[] sums = [.. gains.Select(gain => SumOf(gain, start, step))];
        return sums.IndexOf(sums.Max());
    }

    private static double SumOf(double[] values, int start, int step)
    {
        double sum = 0;
        for (int i = start; i < values.Length; i += step)
        {
            sum += values[i];
        }

        return sum;
    }

    private double[] NdcgsOf(IItemScoringRecommender small)
    {
        small.Fit(_known, null, _parallel.CancellationToken);
        double[] ndcgs = new double[_questions.Length];
        FirstFailure.Of(
            () => Parallel.For(
                0,
                ndcgs.Length,
                _parallel,
                () => new float[_itemCount],
                (i, _, scores) =>
                {
                    small.Score(_knownTo[i], scores);
                    RankingQuestion question = _questions[i];
                    for (int candidate = 0; candidate < question.Count; candidate++)
                    {
                        question.Features[candidate] = scores[question.Items[candidate]];
                    }

                    ndcgs[i] = RankingClimb.NdcgWith([question], [1]);
                    return scores;
                },
                static _ => { }),
            _parallel.CancellationToken);
        _report();
        return ndcgs;
    }

    private int[] MostLiked(LikedRatings ratings)
    {
        int[] likes = new int[_itemCount];
        foreach (ref readonly Rating rating in _known.AsSpan())
        {
            likes[rating.Item] += ratings.IsLike(new RatedItem(rating.Item, rating.Value, rating.Timestamp)) ? 1 : 0;
        }

        return
        [
            .. Enumerable.Range(0, _itemCount).Where(item => likes[item] > 0)
                .OrderByDescending(item => likes[item]).ThenBy(static item => item).Take(MostItems),
        ];
    }

    private static (RatedItem[] Known, RankingQuestion Question) Ask(
        int user, RatedItem[] ratings, int[] items, Predicate<RatedItem> isHeldOut, Predicate<RatedItem> isLike)
    {
        RatedItem[] known = Array.FindAll(ratings, rated => !isHeldOut(rated));
        HashSet<int> rated = [.. known.Select(static one => one.Item)];
        HashSet<int> liked = [.. ratings.Where(one => isHeldOut(one) && isLike(one)).Select(static one => one.Item)];
        int[] candidates = Array.FindAll(items, item => !rated.Contains(item));
        bool[] isLiked = Array.ConvertAll(candidates, liked.Contains);
        RankingQuestion question = new(new float[candidates.Length], isLiked, isLiked.Count(static one => one))
        {
            User = user,
            Items = candidates,
        };
        return (known, question);
    }
}
