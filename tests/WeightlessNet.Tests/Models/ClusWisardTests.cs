using WeightlessNet.Models;
using Xunit;

namespace WeightlessNet.Tests.Models;

public sealed class ClusWisardTests
{
    [Theory]
    [InlineData(0, 100, 0, 10, true)]
    [InlineData(0, 100, 50, 50, true)]
    [InlineData(0, 100, 50, 49, false)]
    [InlineData(0.2, 100, 50, 69, false)]
    [InlineData(0.2, 100, 50, 70, true)]
    [InlineData(0.2, 100, 5000, 100, true)]
    [InlineData(0.2, 100, 5000, 99, false)]
    [InlineData(0.205, 100, 0, 20, false)]
    public void A_discriminator_admits_a_sufficient_response(double r0, int gamma, long examples, int response, bool admits) =>
        Assert.Equal(admits, new GrowthRule { MinimumResponse = r0, GrowthInterval = gamma }.Admits(response, examples, 100));

    [Theory]
    // r0 * N + N * n / gamma is 1.5 + 0.45: 2 is enough and 1 is not.
    [InlineData(0.1, 100, 15, 3, 2, true)]
    [InlineData(0.1, 100, 15, 3, 1, false)]
    // 1.5 + 0.6 is above 2; with 10 examples and a gamma of 300 it is exactly 1.5 + 0.5 = 2.
    [InlineData(0.1, 100, 15, 4, 2, false)]
    [InlineData(0.1, 300, 15, 10, 2, true)]
    [InlineData(0.1, 300, 15, 11, 2, false)]
    // A third, cut to 15 decimal places, is just below a third.
    [InlineData(0.333333333333333, 1000, 3, 0, 1, true)]
    [InlineData(0.333333333333334, 1000, 3, 0, 1, false)]
    [InlineData(0, 1, 15, 0, 0, true)]
    [InlineData(0, int.MaxValue, int.MaxValue, 1, 1, true)]
    [InlineData(0, int.MaxValue, int.MaxValue, 2, 1, false)]
    [InlineData(1, int.MaxValue, int.MaxValue, long.MaxValue, int.MaxValue, true)]
    [InlineData(1, int.MaxValue, int.MaxValue, long.MaxValue, int.MaxValue - 1, false)]
    public void The_growth_rule_is_exact(double r0, int gamma, int nodes, long examples, int response, bool admits) =>
        Assert.Equal(admits, new GrowthRule { MinimumResponse = r0, GrowthInterval = gamma }.Admits(response, examples, nodes));

    [Fact]
    public void Growth_rules_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("MinimumResponse", () => new GrowthRule { MinimumResponse = 1.1 });
        Assert.Throws<ArgumentOutOfRangeException>("MinimumResponse", () => new GrowthRule { MinimumResponse = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>("GrowthInterval", () => new GrowthRule { GrowthInterval = 0 });
        Assert.Throws<ArgumentOutOfRangeException>("MaximumDiscriminators", () => new GrowthRule { MaximumDiscriminators = 0 });
    }

    [Fact]
    public void A_class_of_two_kinds_gets_two_discriminators()
    {
        // Glyphs 0 and 1 are one class, glyph 2 another.
        (ulong[] Pattern, int Label)[] examples = Glyphs.Make(150, 3, 1, 3);
        ClusWisardClassifier<string> model = new(Glyphs.Layer(), new GrowthRule { MinimumResponse = 0.3, GrowthInterval = 1000 });
        foreach ((ulong[] pattern, int label) in examples)
        {
            model.Learn(pattern, label == 2 ? "b" : "a");
        }

        Assert.Equal(2, model.DiscriminatorsOf("a"));
        Assert.Equal(1, model.DiscriminatorsOf("b"));
        Assert.Equal(0, model.DiscriminatorsOf("c"));
        foreach ((ulong[] pattern, int label) in Glyphs.Make(100, 3, 2, 3))
        {
            Assert.Equal(label == 2 ? "b" : "a", model.Classify(pattern).Label);
        }
    }

    [Fact]
    public void No_more_discriminators_are_created_than_allowed()
    {
        ClusWisardClassifier<int> model = new(Glyphs.Layer(), new GrowthRule { MinimumResponse = 1, MaximumDiscriminators = 3 });
        foreach ((ulong[] pattern, _) in Glyphs.Make(50, 20, 1))
        {
            model.Learn(pattern, 0);
        }

        Assert.Equal(3, model.DiscriminatorsOf(0));
    }

    [Fact]
    public void Unlabeled_examples_improve_a_model_of_few_labeled_ones()
    {
        (ulong[] Pattern, int Label)[] few = [.. Glyphs.Make(60, 8, 1, 15).GroupBy(e => e.Label).Select(group => group.First())];
        GrowthRule rule = new() { MinimumResponse = 0, GrowthInterval = 100_000 };
        ClusWisardClassifier<int> supervised = new(Glyphs.Layer(), rule, new WisardOptions());
        ClusWisardClassifier<int> semiSupervised = new(Glyphs.Layer(), rule, new WisardOptions());
        foreach ((ulong[] pattern, int label) in few)
        {
            supervised.Learn(pattern, label);
            semiSupervised.Learn(pattern, label);
        }

        foreach ((ulong[] pattern, _) in Glyphs.Make(400, 8, 2, 15))
        {
            semiSupervised.LearnUnlabeled(pattern, 0.1);
        }

        (ulong[] Pattern, int Label)[] others = Glyphs.Make(400, 8, 3, 15);
        int before = others.Count(e => supervised.Classify(e.Pattern) is { IsKnown: true } answer && answer.Label == e.Label);
        int after = others.Count(e => semiSupervised.Classify(e.Pattern) is { IsKnown: true } answer && answer.Label == e.Label);
        Assert.True(after > before, $"{before} before, {after} after");
    }

    [Fact]
    public void Unlabeled_examples_of_low_confidence_are_not_learned()
    {
        ClusWisardClassifier<int> model = new(Glyphs.Layer());
        ulong[] sample = Glyphs.Make(1, 1, 1)[0].Pattern;

        Assert.False(model.LearnUnlabeled(sample).IsKnown);
        Assert.Empty(model.Labels);
        model.Learn(sample, 1);
        model.Learn(sample, 2);
        Assert.False(model.LearnUnlabeled(sample, 0.5).IsKnown);
        Assert.Throws<ArgumentOutOfRangeException>(() => model.LearnUnlabeled(sample, 1.5));
    }

    [Fact]
    public void Clusters_without_labels_match_the_glyphs()
    {
        WisardClusterer clusterer = new(Glyphs.Layer(), new GrowthRule { MinimumResponse = 0.3, GrowthInterval = 1000 });
        foreach ((ulong[] pattern, _) in Glyphs.Make(200, 5, 1, 3))
        {
            clusterer.Learn(pattern);
        }

        Assert.Equal(5, clusterer.ClusterCount);
        Assert.Equal(200, Enumerable.Range(0, 5).Sum(clusterer.ExamplesOf));
        var clusterOf = new Dictionary<int, int>();
        foreach ((ulong[] pattern, int label) in Glyphs.Make(100, 5, 2, 3))
        {
            int cluster = clusterer.Classify(pattern).Label;
            Assert.Equal(clusterOf.TryAdd(label, cluster) ? cluster : clusterOf[label], cluster);
        }

        Assert.Equal(5, clusterOf.Values.Distinct().Count());
        Assert.Throws<ArgumentOutOfRangeException>(() => clusterer.ExamplesOf(5));
    }

    [Fact]
    public void A_new_clusterer_answers_dont_know()
    {
        WisardClusterer clusterer = new(Glyphs.Layer());

        Assert.False(clusterer.Classify(new ulong[Glyphs.Words]).IsKnown);
        Assert.Throws<ArgumentException>(() => clusterer.Learn(new ulong[1]));
        Assert.Equal(0, clusterer.ClusterCount);
    }
}
