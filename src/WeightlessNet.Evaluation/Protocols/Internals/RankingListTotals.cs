using WeightlessNet.Encoders;
using WeightlessNet.Evaluation.Comparison;
using WeightlessNet.Evaluation.Metrics;

namespace WeightlessNet.Evaluation.Protocols.Internals;

/// <summary>Accumulates the figures of the top of the rankings over the users.</summary>
/// <remarks>Not safe for concurrent use.</remarks>
internal sealed class RankingListTotals
{
    private readonly RankingOptions _options;
    private readonly FeatureField? _field;
    private readonly int _length;
    private readonly List<int> _recommended = [];
    private readonly List<UserValue> _ndcg = [];
    private readonly int[] _bucketUsers = new int[KnownRatingsBuckets.Count];
    private readonly double[] _bucketNdcg = new double[KnownRatingsBuckets.Count];
    private readonly double[] _bucketHits = new double[KnownRatingsBuckets.Count];
    private double _precision;
    private double _recall;
    private double _hitRate;
    private double _ndcgSum;
    private double _averagePrecision;
    private double _novelty;
    private double _diversity;
    private double _divergence;
    private int _calibrated;

    public RankingListTotals(RankingOptions options, FeatureField? field, int length)
    {
        _options = options;
        _field = field;
        _length = length;
    }

    /// <summary>Adds the ranking of a user.</summary>
    /// <param name="user">The user.</param>
    /// <param name="ranked">The ranked items, best first.</param>
    /// <param name="hits">Which ranks hold a relevant item.</param>
    /// <param name="raterCounts">How many users rate each item in the training data.</param>
    /// <param name="trainUsers">How many users are in the training data.</param>
    public void Add(
        RankingTestUser user, ReadOnlySpan<int> ranked, ReadOnlySpan<bool> hits, ReadOnlySpan<int> raterCounts, int trainUsers)
    {
        ReadOnlySpan<int> list = ranked[..Math.Min(_length, ranked.Length)];
        int relevant = user.Relevant.Count;
        double hitRate = RankingMetrics.HitRate(hits, _length);
        double ndcg = user.Gains is { } gains
            ? RankingMetrics.Ndcg(GainsOf(list, gains), [.. gains.Values], _length)
            : RankingMetrics.Ndcg(hits, relevant, _length);
        _precision += RankingMetrics.Precision(hits, _length);
        _recall += RankingMetrics.Recall(hits, relevant, _length);
        _hitRate += hitRate;
        _ndcgSum += ndcg;
        _averagePrecision += RankingMetrics.AveragePrecision(hits, relevant, _length);
        _novelty += ListMetrics.Novelty(list, raterCounts, trainUsers);
        _recommended.AddRange(list);
        _ndcg.Add(new UserValue(user.User, ndcg));

        int bucket = KnownRatingsBuckets.Of(user.Known.Length);
        _bucketUsers[bucket]++;
        _bucketNdcg[bucket] += ndcg;
        _bucketHits[bucket] += hitRate;
        if (_options.Catalog is not null)
        {
            _diversity += ListMetrics.IntraListDiversity(list, _options.Catalog, _options.Distance);
            AddCalibration(user, list);
        }
    }

    /// <summary>The means over the added users, of which there must be one or more.</summary>
    public RankingListResult ToResult(int itemCount)
    {
        int users = _ndcg.Count;
        return new RankingListResult
        {
            ListLength = _length,
            Precision = _precision / users,
            Recall = _recall / users,
            HitRate = _hitRate / users,
            Ndcg = _ndcgSum / users,
            MeanAveragePrecision = _averagePrecision / users,
            CatalogCoverage = ListMetrics.CatalogCoverage(_recommended.ToArray(), itemCount),
            Novelty = _novelty / users,
            IntraListDiversity = _options.Catalog is null ? null : _diversity / users,
            CalibrationDivergence = _calibrated == 0 ? null : _divergence / _calibrated,
            UserNdcg = Array.AsReadOnly(_ndcg.ToArray()),
            ByKnownRatings = Array.AsReadOnly(ByKnownRatings()),
        };
    }

    private static double[] GainsOf(ReadOnlySpan<int> list, IReadOnlyDictionary<int, double> gains)
    {
        double[] gained = new double[list.Length];
        for (int rank = 0; rank < gained.Length; rank++)
        {
            gained[rank] = gains.GetValueOrDefault(list[rank]);
        }

        return gained;
    }

    private void AddCalibration(RankingTestUser user, ReadOnlySpan<int> list)
    {
        if (_field is not FeatureField field)
        {
            return;
        }

        double[] liked = new double[field.BitCount];
        ListMetrics.FieldShares(user.Liked, _options.Catalog!, field, liked);
        if (liked.AsSpan().ContainsAnyExcept(0))
        {
            double[] recommended = new double[field.BitCount];
            ListMetrics.FieldShares(list, _options.Catalog!, field, recommended);
            _divergence += ListMetrics.CalibrationDivergence(liked, recommended, _options.CalibrationSmoothing);
            _calibrated++;
        }
    }

    private KnownRatingsRanking[] ByKnownRatings()
    {
        KnownRatingsRanking[] rows = new KnownRatingsRanking[KnownRatingsBuckets.Count];
        for (int bucket = 0; bucket < rows.Length; bucket++)
        {
            int users = _bucketUsers[bucket];
            rows[bucket] = new KnownRatingsRanking
            {
                Minimum = KnownRatingsBuckets.Minimum(bucket),
                Maximum = KnownRatingsBuckets.Maximum(bucket),
                UserCount = users,
                Ndcg = users == 0 ? 0 : _bucketNdcg[bucket] / users,
                HitRate = users == 0 ? 0 : _bucketHits[bucket] / users,
            };
        }

        return rows;
    }
}
