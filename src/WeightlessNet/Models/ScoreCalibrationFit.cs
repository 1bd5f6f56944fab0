using WeightlessNet.Bits;

namespace WeightlessNet.Models;

/// <summary>
/// Fits a <see cref="ScoreCalibration"/> to a sample by minimizing the log loss. Slopes take Newton steps, one after the other; offsets
/// take steps of iterative scaling, which make the mean probability of a class its share of the examples.
/// </summary>
internal sealed class ScoreCalibrationFit
{
    // Keeps the offsets of rare classes finite.
    private const double PriorExamples = 0.5;
    private const int PassesPerSlope = 14;

    private readonly CalibrationSample _sample;
    private readonly double[] _classWeights;
    private readonly double[] _offsets;
    private readonly double[] _sums;
    private readonly double[] _probabilities;
    private readonly double _smoothing;
    private double[] _knots = [];
    private double[] _slopes;

    /// <summary>Starts from a slope that fits the spread of the scores, and the shares of the classes.</summary>
    public ScoreCalibrationFit(CalibrationSample sample)
    {
        _sample = sample;
        _classWeights = new double[sample.Classes];
        for (int i = 0; i < sample.Count; i++)
        {
            _classWeights[sample.Labels[i]] += sample.Weights[i];
        }

        _offsets = new double[sample.Classes];
        _sums = new double[sample.Classes];
        _probabilities = new double[sample.Classes];
        for (int c = 0; c < _offsets.Length; c++)
        {
            _offsets[c] = _classWeights[c] > 0
                ? PortableMath.Log((_classWeights[c] + PriorExamples) / sample.Count)
                : double.NegativeInfinity;
        }

        // As if one more example had each label, so that separable examples do not give certainty.
        _smoothing = 1.0 / (sample.Count + 2);
        _slopes = [1 / Math.Max(1e-9, Spread())];
    }

    /// <summary>Fits a map with a number of knots, 0 for a straight one.</summary>
    public static ScoreCalibration Fit(CalibrationSample sample, int knots)
    {
        ScoreCalibrationFit fit = new(sample);
        fit.Improve(2 * PassesPerSlope);
        if (knots > 0)
        {
            fit.Bend(knots);
            fit.Improve(2 * PassesPerSlope * (1 + knots));
        }

        return fit.ToCalibration();
    }

    /// <summary>The mean log loss of the last pass, in nats.</summary>
    public double LogLoss { get; private set; }

    /// <summary>The weight of the examples whose class did not have the greatest logit in the last pass.</summary>
    public double Errors { get; private set; }

    /// <summary>Improves the fit by a number of passes over the examples.</summary>
    public void Improve(int passes)
    {
        for (int pass = 0; pass < passes; pass++)
        {
            Step(pass % 2 == 0 ? pass / 2 % _slopes.Length : -1);
        }
    }

    /// <summary>Splits the slope at quantiles of the two best scores of each example.</summary>
    public void Bend(int knots)
    {
        double[] best = new double[2 * _sample.Count];
        for (int i = 0; i < _sample.Count; i++)
        {
            (int first, int second) = (int.MinValue, int.MinValue);
            foreach (int score in _sample.ScoresOf(i))
            {
                (first, second) = score > first ? (score, first) : (first, Math.Max(second, score));
            }

            (best[2 * i], best[(2 * i) + 1]) = (first, second);
        }

        Array.Sort(best);
        _knots = [.. Enumerable.Range(1, knots).Select(k => best[(int)((long)best.Length * k / (knots + 1))]).Distinct()];
        double slope = _slopes[0];
        _slopes = new double[_knots.Length + 1];
        Array.Fill(_slopes, slope);
    }

    /// <summary>The map. A class without examples gets the mean offset of the others.</summary>
    public ScoreCalibration ToCalibration()
    {
        double sum = 0;
        int count = 0;
        foreach (double offset in _offsets)
        {
            sum += double.IsFinite(offset) ? offset : 0;
            count += double.IsFinite(offset) ? 1 : 0;
        }

        double mean = sum / count;
        return new ScoreCalibration(
            [.. _knots], [.. _slopes], [.. _offsets.Select(offset => double.IsFinite(offset) ? offset : mean)], mean);
    }

    // One pass: the loss and errors, then a better slope of one piece, or, with a piece of -1, better offsets.
    private void Step(int piece)
    {
        Array.Clear(_sums);
        (double gradient, double curvature, double loss, double errors) = (0, 1e-12, 0, 0);
        Span<double> parts = new double[_sample.Classes];
        for (int i = 0; i < _sample.Count; i++)
        {
            int label = _sample.Labels[i];
            double weight = _sample.Weights[i];
            Predict(_sample.ScoresOf(i), piece, parts);
            double mean = 0;
            double square = 0;
            double even = 0;
            bool isRight = true;
            int ties = 0;
            for (int c = 0; c < parts.Length; c++)
            {
                double p = _probabilities[c];
                _sums[c] += weight * p;
                mean += p * parts[c];
                square += p * parts[c] * parts[c];
                even += parts[c];
                isRight &= p <= _probabilities[label];
                ties += p == _probabilities[label] ? 1 : 0;
            }

            double target = ((1 - _smoothing) * parts[label]) + (_smoothing * even / parts.Length);
            gradient += weight * (target - mean);
            curvature += weight * (square - (mean * mean));
            loss -= weight * PortableMath.Log(Math.Max(1e-12, _probabilities[label]));

            // Where several classes are equally probable, the answer is a guess among them.
            errors += isRight ? weight * (ties - 1) / ties : weight;
        }

        LogLoss = loss / _sample.Count;
        Errors = errors;
        if (piece >= 0)
        {
            double old = _slopes[piece];
            double all = 0;
            foreach (double slope in _slopes)
            {
                all += slope;
            }

            // Newton's method is kept from leaping; a slope of 0 may rise again.
            double least = _slopes.Length == 1 ? old / 3 : 0;
            _slopes[piece] = Math.Clamp(old + (gradient / curvature), least, (3 * old) + (_slopes.Length == 1 ? 0 : 0.1 * all));
            return;
        }

        for (int c = 0; c < _offsets.Length; c++)
        {
            if (_classWeights[c] > 0)
            {
                _offsets[c] += PortableMath.Log((_classWeights[c] + PriorExamples) / (_sums[c] + PriorExamples));
            }
        }
    }

    private void Predict(ReadOnlySpan<int> scores, int wanted, Span<double> parts)
    {
        for (int c = 0; c < scores.Length; c++)
        {
            double logit = _offsets[c];
            double from = 0;
            for (int piece = 0; piece < _slopes.Length; piece++)
            {
                double part = ScoreCalibration.Piece(_knots, scores[c], piece, ref from);
                logit += _slopes[piece] * part;
                if (piece == wanted)
                {
                    parts[c] = part;
                }
            }

            _probabilities[c] = logit;
        }

        Softmax.Apply(_probabilities);
    }

    // The root of the mean squared deviation of a score from the mean of its example.
    private double Spread()
    {
        double sum = 0;
        for (int i = 0; i < _sample.Count; i++)
        {
            double mean = 0;
            foreach (int score in _sample.ScoresOf(i))
            {
                mean += score;
            }

            mean /= _sample.Classes;
            foreach (int score in _sample.ScoresOf(i))
            {
                sum += (score - mean) * (score - mean);
            }
        }

        return Math.Sqrt(sum / ((double)_sample.Count * _sample.Classes));
    }
}
