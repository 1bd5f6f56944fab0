namespace WeightlessNet.Benchmarks.Classification;

/// <summary>How good answers are.</summary>
internal readonly record struct AnswerFigures
{
    private const int Ranges = 15;

    /// <summary>The share of rows whose most probable class is the right one.</summary>
    public required double Accuracy { get; init; }

    /// <summary>The mean of minus the logarithm of the right class's probability.</summary>
    public required double LogLoss { get; init; }

    /// <summary>The mean difference of confidence and accuracy over equal ranges of confidence, weighted by rows.</summary>
    public required double CalibrationError { get; init; }

    /// <summary>Compares answers with the truth.</summary>
    /// <param name="answers">For each row, the probability of each class.</param>
    /// <param name="labels">The class of each row.</param>
    /// <param name="leastProbability">What the right class has at least in the log loss.</param>
    public static AnswerFigures Of(double[][] answers, int[] labels, double leastProbability)
    {
        double[] differences = new double[Ranges];
        int right = 0;
        double loss = 0;
        for (int i = 0; i < answers.Length; i++)
        {
            int best = Array.IndexOf(answers[i], answers[i].Max());
            right += best == labels[i] ? 1 : 0;
            loss -= Math.Log(Math.Max(leastProbability, answers[i][labels[i]]));
            double confidence = answers[i][best];
            differences[Math.Min(Ranges - 1, (int)(Ranges * confidence))] += confidence - (best == labels[i] ? 1 : 0);
        }

        return new AnswerFigures
        {
            Accuracy = (double)right / answers.Length,
            LogLoss = loss / answers.Length,
            CalibrationError = differences.Sum(Math.Abs) / answers.Length,
        };
    }
}
