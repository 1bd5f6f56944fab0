using WeightlessNet.Discriminators;
using WeightlessNet.Models;
using Xunit;

namespace WeightlessNet.Tests.Models;

/// <summary>
/// Which clusters learn and answer. A sample is four digits for four nodes of two bits; a response counts the known digits.
/// </summary>
public sealed class ClusterLearningTests
{
    private static readonly GrowthRule FromTwoDigitsOn = new() { MinimumResponse = 0.4, GrowthInterval = int.MaxValue };
    private static readonly GrowthRule AllDigitsOfTwoClusters = new() { MinimumResponse = 1, MaximumDiscriminators = 2 };

    private static InputLayer Layer => new(new TupleMapping(8, 2, [0, 1, 2, 3, 4, 5, 6, 7]));

    [Fact]
    public void All_admitting_clusters_learn_and_the_best_is_returned()
    {
        WisardClusterer clusterer = new(Layer, FromTwoDigitsOn);
        Assert.Equal(0, clusterer.Learn(Digits(0, 0, 0, 0)));
        Assert.Equal(1, clusterer.Learn(Digits(1, 1, 2, 2)));

        // Two digits are known to each cluster: both learn, and the first is returned.
        Assert.Equal(0, clusterer.Learn(Digits(0, 0, 2, 2)));

        // The first cluster knows three of these digits, the second all four.
        Assert.Equal(1, clusterer.Learn(Digits(0, 1, 2, 2)));

        Assert.Equal(2, clusterer.ClusterCount);
        Assert.Equal(3, clusterer.ExamplesOf(0));
        Assert.Equal(3, clusterer.ExamplesOf(1));
    }

    [Fact]
    public void When_no_more_clusters_are_allowed_the_best_one_learns()
    {
        WisardClusterer clusterer = new(Layer, AllDigitsOfTwoClusters);
        clusterer.Learn(Digits(0, 0, 0, 0));
        clusterer.Learn(Digits(1, 1, 1, 1));

        Assert.Equal(1, clusterer.Learn(Digits(1, 1, 1, 0)));
        Assert.Equal(0, clusterer.Learn(Digits(0, 0, 0, 3)));
        Assert.Equal(0, clusterer.Learn(Digits(0, 0, 1, 1)));
        Assert.Equal(3, clusterer.ExamplesOf(0));
        Assert.Equal(2, clusterer.ExamplesOf(1));
        Classification<int> ones = clusterer.Classify(Digits(1, 1, 1, 1));
        Assert.Equal((true, 1), (ones.IsKnown, ones.Label));
        Assert.False(clusterer.Classify(Digits(2, 2, 2, 2)).IsKnown);
    }

    [Fact]
    public void Confidence_is_the_lead_over_discriminators_of_other_classes()
    {
        ClusWisardClassifier<string> model = new(
            Layer, new GrowthRule { MinimumResponse = 1 }, new WisardOptions { Reading = WisardReading.FixedThreshold });
        model.Learn(Digits(0, 0, 0, 0), "a");
        model.Learn(Digits(1, 1, 1, 1), "a");
        model.Learn(Digits(2, 2, 2, 2), "b");
        Assert.Equal(2, model.DiscriminatorsOf("a"));

        Assert.Equal(new Classification<string>(true, "a", 1), model.Classify(Digits(0, 0, 1, 1)));
        Assert.Equal(new Classification<string>(true, "a", 0), model.Classify(Digits(0, 0, 2, 2)));
        Assert.Equal(new Classification<string>(true, "b", 2.0 / 3), model.Classify(Digits(0, 2, 2, 2)));
        Assert.Equal(default, model.Classify(Digits(3, 3, 3, 3)));
    }

    [Fact]
    public void The_regression_of_the_best_response_learns_and_predicts()
    {
        ClusRegressionWisard model = new(Layer, AllDigitsOfTwoClusters);
        model.Learn(Digits(0, 0, 0, 0), 10);
        model.Learn(Digits(1, 1, 1, 1), 20);
        model.Learn(Digits(1, 1, 1, 0), 50);

        // Three nodes of the second cluster have seen 20 and 50, the fourth 50 alone.
        Assert.Equal(2, model.ClusterCount);
        Assert.Equal(new RegressionAnswer(true, ((3 * 35.0) + 50) / 4, 4), model.Predict(Digits(1, 1, 1, 0)));
        Assert.Equal(new RegressionAnswer(true, 10, 4), model.Predict(Digits(0, 0, 0, 0)));

        // A tie of two known digits each: the first cluster predicts.
        Assert.Equal(new RegressionAnswer(true, 10, 2), model.Predict(Digits(0, 0, 1, 1)));

        // No digit is known: the prediction is the mean of the first cluster.
        Assert.Equal(new RegressionAnswer(false, 10, 0), model.Predict(Digits(3, 3, 3, 3)));
    }

    [Fact]
    public void All_admitting_regressions_learn()
    {
        ClusRegressionWisard model = new(Layer, FromTwoDigitsOn);
        model.Learn(Digits(0, 0, 0, 0), 10);
        model.Learn(Digits(1, 1, 2, 2), 20);
        model.Learn(Digits(0, 0, 2, 2), 40);

        Assert.Equal(2, model.ClusterCount);
        RegressionAnswer mixed = model.Predict(Digits(0, 0, 3, 3));
        Assert.Equal((true, 25.0), (mixed.IsKnown, mixed.Value));
        Assert.Equal(new RegressionAnswer(true, ((2 * 20.0) + (2 * 30)) / 4, 4), model.Predict(Digits(1, 1, 2, 2)));
    }

    private static ulong[] Digits(params int[] digits) => [(ulong)digits.Select((digit, node) => digit << (2 * node)).Sum()];
}
