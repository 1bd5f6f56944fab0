namespace WeightlessNet.Benchmarks.Classification;

/// <summary>A classifier that was trained on the training rows of a data set.</summary>
internal interface ITrainedClassifier
{
    /// <summary>Answers the test rows: the probability of each class, row by row.</summary>
    double[][] Answer();
}
