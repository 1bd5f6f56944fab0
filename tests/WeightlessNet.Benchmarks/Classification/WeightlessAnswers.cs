using WeightlessNet.Discriminators;

namespace WeightlessNet.Benchmarks.Classification;

/// <summary>The probabilities that one of the library's classifiers gives to test rows.</summary>
/// <param name="classes">The number of classes.</param>
/// <param name="labels">The classes that were learned.</param>
/// <param name="test">The test rows.</param>
/// <param name="predict">Writes a probability for each of the labels.</param>
internal sealed class WeightlessAnswers(
    int classes, IReadOnlyList<int> labels, SampleBatch test, WeightlessAnswers.Predict predict) : ITrainedClassifier
{
    public delegate void Predict(Sample sample, Span<double> probabilities);

    public double[][] Answer()
    {
        double[][] answers = new double[test.Count][];
        double[] probabilities = new double[labels.Count];
        for (int i = 0; i < answers.Length; i++)
        {
            predict(test[i], probabilities);
            answers[i] = new double[classes];
            for (int c = 0; c < probabilities.Length; c++)
            {
                answers[i][labels[c]] = probabilities[c];
            }
        }

        return answers;
    }
}
