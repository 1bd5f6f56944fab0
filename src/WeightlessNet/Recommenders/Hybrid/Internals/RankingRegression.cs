using WeightlessNet.Bits;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>
/// Weights of features by softmax regression: each held-out like against the user's candidates that are none, every user with the same
/// weight. Weights are 0 or more. The same result on every machine: sums are in a fixed order.
/// </summary>
internal static class RankingRegression
{
    private const double Ridge = 0.3;
    private const int MostSteps = 25;
    private const int MostUsers = 1000;
    private const int CautiousSteps = 3;
    private const double CautiousShare = 0.7;
    private const double Tolerance = 1e-3;

    /// <summary>Fits the weights by Newton's method.</summary>
    /// <param name="questions">The candidates of each user.</param>
    /// <param name="deviations">The standard deviation of each feature; the weight of a constant one is 0.</param>
    /// <param name="rivals">The candidates that each like is compared with.</param>
    /// <param name="cancellationToken">Cancels the fit.</param>
    public static double[] Fit(
        IReadOnlyList<RankingQuestion> questions, double[] deviations, RankingRivals rivals, CancellationToken cancellationToken)
    {
        int features = deviations.Length;
        double[] weights = new double[features];
        for (int step = 0; step < MostSteps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Curve curve = new(features);
            for (int question = 0; question < Math.Min(questions.Count, MostUsers); question++)
            {
                curve.Add(questions[question], weights, rivals);
            }

            double[] next = curve.Highest(weights, deviations);
            double moved = 0;
            for (int i = 0; i < features; i++)
            {
                double move = next[i] - weights[i];
                moved = Math.Max(moved, Math.Abs(move) * deviations[i]);
                weights[i] += (step < CautiousSteps ? CautiousShare : 1) * move;
            }

            if (moved < Tolerance)
            {
                break;
            }
        }

        return weights;
    }

    /// <summary>The factor of all weights with which scores are closest to logarithms of odds.</summary>
    public static double ScaleOf(IReadOnlyList<RankingQuestion> questions, double[] weights)
    {
        const int Steps = 60;
        const double GreatestChange = 2;
        double scale = 1;
        for (int step = 0; step < Steps; step++)
        {
            (double gradient, double curvature) = (0, 0);
            for (int i = 0; i < Math.Min(questions.Count, MostUsers); i++)
            {
                AddAlong(questions[i], weights, scale, ref gradient, ref curvature);
            }

            if (!(curvature > 0))
            {
                break;
            }

            double next = Math.Clamp(scale + (gradient / curvature), scale / GreatestChange, scale * GreatestChange);
            if (Math.Abs(next - scale) < Tolerance * scale)
            {
                break;
            }

            scale = next;
        }

        return scale;
    }

    /// <summary>
    /// The mean logarithm of the probability that weights give the user's likes, each among the candidates that are none.
    /// </summary>
    public static double LogLikelihoodOf(RankingQuestion question, double[] weights)
    {
        double[] scores = new double[question.Count];
        question.Score(weights, scores);
        double greatest = double.NegativeInfinity;
        for (int i = 0; i < scores.Length; i++)
        {
            greatest = question.IsLiked[i] ? greatest : Math.Max(greatest, scores[i]);
        }

        double others = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            others += question.IsLiked[i] ? 0 : question.WeightOf(i) * PortableMath.Exp(scores[i] - greatest);
        }

        if (others == 0)
        {
            return 0;
        }

        double sum = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            if (question.IsLiked[i])
            {
                double above = scores[i] - greatest;
                sum += above > 0
                    ? -PortableMath.LogP1(others * PortableMath.Exp(-above))
                    : above - PortableMath.Log(others + PortableMath.Exp(above));
            }
        }

        return sum / question.LikeCount;
    }

    private static void AddAlong(RankingQuestion question, double[] weights, double scale, ref double gradient, ref double curvature)
    {
        double[] scores = new double[question.Count];
        question.Score(weights, scores);
        double greatest = scores.Max() * scale;
        (double sum, double first, double second) = (0, 0, 0);
        for (int i = 0; i < scores.Length; i++)
        {
            if (!question.IsLiked[i])
            {
                double odds = question.WeightOf(i) * PortableMath.Exp((scores[i] * scale) - greatest);
                sum += odds;
                first += odds * scores[i];
                second += odds * scores[i] * scores[i];
            }
        }

        for (int i = 0; i < scores.Length; i++)
        {
            if (question.IsLiked[i])
            {
                double odds = PortableMath.Exp((scores[i] * scale) - greatest);
                double mean = (first + (odds * scores[i])) / (sum + odds);
                double square = (second + (odds * scores[i] * scores[i])) / (sum + odds);
                gradient += (scores[i] - mean) / question.LikeCount;
                curvature += Math.Max(0, square - (mean * mean)) / question.LikeCount;
            }
        }
    }

    // The gradient and the negative second derivatives of the likelihood.
    private sealed class Curve(int features)
    {
        private readonly double[] _gradient = new double[features];
        private readonly double[] _curvature = new double[features * features];
        private readonly double[] _first = new double[features];
        private readonly double[] _second = new double[features * features];
        private readonly double[] _own = new double[features];

        public void Add(RankingQuestion question, double[] weights, RankingRivals rivals)
        {
            double[] scores = new double[question.Count];
            question.Score(weights, scores);
            double greatest = scores.Max();
            Array.Clear(_first);
            Array.Clear(_second);
            double sum = 0;
            int end = rivals == RankingRivals.All ? scores.Length : Math.Min(scores.Length, question.SampledFrom);
            for (int i = 0; i < end; i++)
            {
                if (!question.IsLiked[i])
                {
                    double odds = question.WeightOf(i) * PortableMath.Exp(scores[i] - greatest);
                    sum += odds;
                    Read(question, i);
                    for (int a = 0; a < features; a++)
                    {
                        double part = odds * _own[a];
                        _first[a] += part;
                        for (int b = 0; b <= a; b++)
                        {
                            _second[(a * features) + b] += part * _own[b];
                        }
                    }
                }
            }

            for (int i = 0; i < scores.Length; i++)
            {
                if (question.IsLiked[i])
                {
                    AddLike(question, i, PortableMath.Exp(scores[i] - greatest), sum);
                }
            }
        }

        // The highest point of the quadratic with weights of 0 or more, by coordinate descent: the weights w' at which (C + ridge) w' =
        // C w + g.
        public double[] Highest(double[] weights, double[] deviations)
        {
            double[] target = [.. _gradient];
            for (int a = 0; a < features; a++)
            {
                for (int b = 0; b < features; b++)
                {
                    target[a] += CurvatureAt(a, b) * weights[b];
                }
            }

            double[] found = new double[features];
            double moved = 1;
            for (int round = 0; round < 2000 && moved > 1e-6; round++)
            {
                moved = 0;
                for (int a = 0; a < features; a++)
                {
                    if (deviations[a] == 0)
                    {
                        continue;
                    }

                    double rest = target[a];
                    for (int b = 0; b < features; b++)
                    {
                        rest -= b == a ? 0 : CurvatureAt(a, b) * found[b];
                    }

                    double best = Math.Max(0, rest / (CurvatureAt(a, a) + (Ridge * deviations[a] * deviations[a])));
                    moved = Math.Max(moved, Math.Abs(best - found[a]) * deviations[a]);
                    found[a] = best;
                }
            }

            return found;
        }

        private double CurvatureAt(int a, int b) => _curvature[b <= a ? (a * features) + b : (b * features) + a];

        private void Read(RankingQuestion question, int candidate)
        {
            for (int feature = 0, at = candidate; feature < features; feature++, at += question.Count)
            {
                _own[feature] = question.Features[at];
            }
        }

        private void AddLike(RankingQuestion question, int candidate, double odds, double others)
        {
            double weight = 1.0 / question.LikeCount;
            double sum = others + odds;
            Read(question, candidate);
            for (int a = 0; a < features; a++)
            {
                double meanOfA = (_first[a] + (odds * _own[a])) / sum;
                _gradient[a] += weight * (_own[a] - meanOfA);
                for (int b = 0; b <= a; b++)
                {
                    double meanOfB = (_first[b] + (odds * _own[b])) / sum;
                    double product = (_second[(a * features) + b] + (odds * _own[a] * _own[b])) / sum;
                    _curvature[(a * features) + b] += weight * (product - (meanOfA * meanOfB));
                }
            }
        }
    }
}
