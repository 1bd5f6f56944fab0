using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>
/// Learns the weights of a ranking from held-out likes. The result is never below the best central model on these: if it is not above it,
/// that model ranks alone.
/// </summary>
internal sealed class RankingCalibration
{
    /// <summary>The number of users with held-out likes from which weights can be learned.</summary>
    public const int FewestUsers = 20;

    private const double BitsPerNat = 1.4426950408889634;

    // A group of a smaller weight is left out, so that it costs nothing when answering.
    private const double LeastWeight = 0.005;

    private const double CentralFactor = 3;

    // The standard deviation of the strongest part of a score, in bits, is at least this.
    private const double LeastDeviation = 1;

    // This library's models estimate a like as 1 and all else as 0. Estimates that differ by less come from too few likes: with the
    // greatest weight they would not add a bit, and all other weights would become smaller with it.
    private const double LeastDeviationOfLikes = (double)RankingWeights.Unit / RankingWeights.Greatest;

    private readonly IReadOnlyList<RankingQuestion> _questions;
    private readonly RankingFeatures _features;
    private readonly RankingModel _model;
    private double[] _weights = [];

    /// <param name="questions">The candidates of each user; at least one.</param>
    /// <param name="features">What the candidates' features are.</param>
    /// <param name="model">The model that was asked.</param>
    public RankingCalibration(IReadOnlyList<RankingQuestion> questions, RankingFeatures features, RankingModel model)
    {
        _questions = questions;
        _features = features;
        _model = model;
    }

    /// <summary>The learned weight of each feature, with which a sum of features is a score in bits.</summary>
    public double[] Scaled { get; private set; } = [];

    /// <summary>Learns the weights.</summary>
    public RankingWeights Learn(CancellationToken cancellationToken)
    {
        double[] deviations = DeviationsOfFeatures();
        _weights = SumOfClimbs(deviations, cancellationToken);
        if (_questions.Count < RankingClimb.ManyUsers)
        {
            LeaveOut(deviations, cancellationToken);
        }

        double ndcg = RankingClimb.NdcgWith(_questions, _weights);
        (double best, double[] alone) = BestAlone(deviations);
        if (best >= ndcg)
        {
            _weights = alone;
        }

        // Popularity decides among equal scores at least.
        (int[] whole, WeightedGroup[] groups) = ToWhole(deviations);
        if (RankingClimb.NdcgWith(_questions, [Math.Max(1, whole[0]), .. whole[1..]]) < best)
        {
            // Rounded, the weights are no longer better.
            _weights = alone;
            (whole, groups) = ToWhole(deviations);
        }

        int popularity = Math.Max(1, whole[0]);
        Scaled = [popularity / (double)RankingWeights.Unit, .. whole[1..].Select(static weight => weight / (double)RankingWeights.Unit)];
        return new RankingWeights(popularity, whole[1.._features.FirstGroup], groups, Report(whole));
    }

    private double[] DeviationsOfFeatures()
    {
        double[] deviations = RankingQuestion.DeviationsOf(_questions, _features.Count);
        for (int central = 0; central < _model.Centrals.Count; central++)
        {
            bool estimatesLikes = _model.Centrals[central] is EaseRecommender or ImplicitFactorizationRecommender;
            if (estimatesLikes && deviations[1 + central] < LeastDeviationOfLikes)
            {
                deviations[1 + central] = 0;
            }
        }

        return deviations;
    }

    // The layers below: popularity and the central models that say something. Of equal ones the last.
    private (double Ndcg, double[] Weights) BestAlone(double[] deviations)
    {
        (double best, double[] weights) = (double.NegativeInfinity, []);
        for (int feature = 0; feature < _features.FirstGroup; feature++)
        {
            if (IsCentral(feature) && deviations[feature] == 0)
            {
                continue;
            }

            double[] alone = new double[_features.Count];
            alone[feature] = 1;
            double ndcg = RankingClimb.NdcgWith(_questions, alone);
            if (ndcg >= best)
            {
                (best, weights) = (ndcg, alone);
            }
        }

        return (best, weights);
    }

    // Whole weights in bits, and the groups that are left.
    private (int[] Weights, WeightedGroup[] Groups) ToWhole(double[] deviations)
    {
        // Where held-out likes are hard to tell, the best scale is so small that weights would be rounded to nothing.
        double strongest = Enumerable.Range(0, _weights.Length).Max(feature => _weights[feature] * deviations[feature]);
        double scale = Math.Max(
            RankingRegression.ScaleOf(_questions, _weights) * BitsPerNat, strongest > 0 ? LeastDeviation / strongest : 0);

        // If a weight is too great, all become smaller together, so that items stay in the order that was compared.
        double greatest = _weights.Max() * scale * RankingWeights.Unit;
        scale *= greatest > RankingWeights.Greatest ? RankingWeights.Greatest / greatest : 1;
        int[] whole =
            [.. _weights.Select(weight => (int)Math.Round(Math.Min(weight * scale * RankingWeights.Unit, RankingWeights.Greatest)))];

        List<WeightedGroup> groups = [];
        for (int group = 0; group < _model.Weights.Groups.Length; group++)
        {
            ReadingWeights readings = ReadingsOf(group, whole);
            if (readings.Sum >= LeastWeight * RankingWeights.Unit)
            {
                groups.Add(_model.Weights.Groups[group] with { Readings = readings });
            }
            else
            {
                SetGroup(group, _weights, 0);
                SetGroup(group, whole, 0);
            }
        }

        return (whole, [.. groups]);
    }

    private bool IsCentral(int feature) => feature > 0 && feature < _features.FirstGroup;

    // Which of several climbs ends highest is mostly chance. Their mean, each on the scale of logarithms of odds, is steadier; its own
    // scale is found later.
    private double[] SumOfClimbs(double[] deviations, CancellationToken cancellationToken)
    {
        double[] sums = new double[_features.Count];
        foreach (double[] start in Starts(deviations, cancellationToken))
        {
            RankingClimb climb = new(_questions, start);
            climb.Run(deviations, cancellationToken);
            double scale = RankingRegression.ScaleOf(_questions, climb.Weights);
            for (int feature = 0; feature < sums.Length; feature++)
            {
                sums[feature] += scale * climb.Weights[feature];
            }
        }

        return sums;
    }

    // With few users a part must show its use: leaves out those without which the ranking is as good, the smallest first. With many users
    // this would leave to chance which of two similar parts remains.
    private void LeaveOut(double[] deviations, CancellationToken cancellationToken)
    {
        double ndcg = RankingClimb.NdcgWith(_questions, _weights);
        double[] changes = [.. _weights.Select((weight, feature) => weight * deviations[feature])];
        foreach (int feature in Enumerable.Range(1, changes.Length - 1).Where(i => changes[i] > 0).OrderBy(i => changes[i]))
        {
            cancellationToken.ThrowIfCancellationRequested();
            double[] without = [.. _weights];
            without[feature] = 0;
            double other = RankingClimb.NdcgWith(_questions, without);
            if (other >= ndcg)
            {
                (ndcg, _weights) = (other, without);
            }
        }
    }

    // A regression looks at all its candidates, NDCG at the best ten, where central models count for more.
    private double[][] Starts(double[] deviations, CancellationToken cancellationToken)
    {
        double[] overAll = RankingRegression.Fit(_questions, deviations, RankingRivals.All, cancellationToken);
        double[] overBest = RankingRegression.Fit(_questions, deviations, RankingRivals.Best, cancellationToken);
        double[] central = [.. overBest.Select((weight, feature) => IsCentral(feature) ? CentralFactor * weight : weight)];
        return [overAll, overBest, central];
    }

    private CalibratedGroup[] Report(int[] whole)
    {
        double with = RankingClimb.NdcgWith(_questions, _weights);
        string[] names = ["popularity", .. RankingModel.NamesOf(_model.Centrals)];
        List<CalibratedGroup> report = [];
        for (int feature = 0; feature < names.Length; feature++)
        {
            double[] without = [.. _weights];
            without[feature] = 0;
            report.Add(Entry(names[feature], whole[feature], with, without));
        }

        for (int group = 0; group < _model.Weights.Groups.Length; group++)
        {
            double[] without = [.. _weights];
            SetGroup(group, without, 0);
            report.Add(Entry(_model.Weights.Groups[group].Group.NameIn(_model.Fields), ReadingsOf(group, whole).Sum, with, without));
        }

        return [.. report];
    }

    private CalibratedGroup Entry(string name, int weight, double with, double[] without) =>
        new(name, weight / (double)RankingWeights.Unit) { With = with, Without = RankingClimb.NdcgWith(_questions, without) };

    private ReadingWeights ReadingsOf(int group, int[] weights)
    {
        int first = _features.FirstGroup + (group * _features.ReadingCount);
        return new ReadingWeights(weights[first], _features.ReadingCount == 1 ? 0 : weights[first + 1]);
    }

    private void SetGroup<T>(int group, T[] weights, T value) =>
        Array.Fill(weights, value, _features.FirstGroup + (group * _features.ReadingCount), _features.ReadingCount);
}
