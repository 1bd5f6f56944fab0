namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>A user's candidates, of which those that the user is known to like should come first.</summary>
/// <param name="Features">Of feature 0 the value for each candidate, then of feature 1, and so on.</param>
/// <param name="IsLiked">Of each candidate whether the user likes it.</param>
/// <param name="LikeCount">The number of candidates that the user likes, above 0.</param>
/// <param name="SampledFrom">The first of the candidates that were sampled from all other items; none of them is liked.</param>
/// <param name="SampleWeight">The number of items that each sampled candidate stands for, 1 or more.</param>
internal sealed record RankingQuestion(
    float[] Features, bool[] IsLiked, int LikeCount, int SampledFrom = int.MaxValue, double SampleWeight = 1)
{
    /// <summary>The user.</summary>
    public int User { get; init; }

    /// <summary>The candidates.</summary>
    public int[] Items { get; init; } = [];

    /// <summary>The number of candidates.</summary>
    public int Count => IsLiked.Length;

    /// <summary>The number of items that a candidate stands for.</summary>
    public double WeightOf(int candidate) => candidate < SampledFrom ? 1 : SampleWeight;

    /// <summary>The values of a feature for each candidate.</summary>
    public ReadOnlySpan<float> Feature(int feature) => Features.AsSpan(feature * Count, Count);

    /// <summary>The standard deviation of each feature over the candidates of all questions; 0 for a constant one.</summary>
    public static double[] DeviationsOf(IReadOnlyList<RankingQuestion> questions, int features)
    {
        double[] deviations = new double[features];
        for (int feature = 0; feature < features; feature++)
        {
            (double sum, double squares, long count) = (0, 0, 0);
            foreach (RankingQuestion question in questions)
            {
                foreach (float value in question.Feature(feature))
                {
                    sum += value;
                    squares += (double)value * value;
                    count++;
                }
            }

            double mean = sum / count;
            double variance = (squares / count) - (mean * mean);
            deviations[feature] = variance > 1e-12 * squares / count ? Math.Sqrt(variance) : 0;
        }

        return deviations;
    }

    /// <summary>Writes the weighted sums of the features for each candidate.</summary>
    public void Score(ReadOnlySpan<double> weights, Span<double> scores)
    {
        scores.Clear();
        for (int feature = 0; feature < weights.Length; feature++)
        {
            if (weights[feature] != 0)
            {
                Add(feature, weights[feature], scores);
            }
        }
    }

    /// <summary>Adds a weighted feature to the scores of the candidates.</summary>
    public void Add(int feature, double weight, Span<double> scores)
    {
        ReadOnlySpan<float> values = Feature(feature);
        for (int i = 0; i < values.Length; i++)
        {
            scores[i] += weight * values[i];
        }
    }
}
