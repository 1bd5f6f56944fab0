using WeightlessNet.Discriminators;
using WeightlessNet.Models;
using Xunit;

namespace WeightlessNet.Tests.Models;

/// <summary>The scores of all classes, of trained cells with 16 and with 8 bits.</summary>
public sealed class MarginScoreTests
{
    [Fact]
    public void Scores_are_the_sums_of_the_addressed_cells_in_the_order_of_the_labels()
    {
        // The cells become -1, 0, 1; then -1, 1, 0.
        MarginClassifier<string> model = new(new InputLayer(new TupleMapping(1, 1, [0])), ["c", "a", "b"]);
        ulong[] pattern = [0];
        Assert.Equal([0, 0, 0], ScoresOf(model.Score, pattern, 3));
        model.Learn(pattern, "b");
        model.Learn(pattern, "a");

        Assert.Equal([-1, 1, 0], ScoresOf(model.Score, pattern, 3));
        Assert.Equal([-1, 1, 0], ScoresOf(model.ToInt8().Score, pattern, 3));
        Assert.Equal([0, 0, 0], ScoresOf(model.ToInt8().Score, [1], 3));
    }

    [Fact]
    public void A_class_is_the_one_of_the_best_score_and_8_bits_change_scores_little()
    {
        (ulong[] Pattern, int Label)[] examples = Glyphs.Make(300, 20, 1);
        MarginClassifier<int> model = new(Glyphs.Layer(), Enumerable.Range(0, 20));
        SampleBatch batch = new(examples.SelectMany(one => one.Pattern).ToArray().AsMemory(), Glyphs.Words);
        model.Learn(batch, [.. examples.Select(one => one.Label)], new MarginOptions { Epochs = 10, InitialStep = 60, Margin = 100 });
        Int8MarginModel<int> small = model.ToInt8();
        Assert.InRange(small.Shift, 1, 9);

        foreach ((ulong[] pattern, _) in Glyphs.Make(100, 20, 2, 30))
        {
            int[] scores = ScoresOf(model.Score, pattern, 20);
            int[] rounded = ScoresOf(small.Score, pattern, 20);
            Assert.Equal(scores.Max(), scores[model.Classify(pattern).Label]);
            Assert.Equal(rounded.Max(), rounded[small.Classify(pattern).Label]);

            // A cell is rounded by at most half of 2^shift, and there are 40.
            double most = model.Layer.NodeCount * Math.ScaleB(0.5, small.Shift);
            Assert.All(scores.Zip(rounded), pair => Assert.InRange(Math.ScaleB(pair.Second, small.Shift) - pair.First, -most, most));
        }
    }

    [Fact]
    public void Scores_need_a_place_for_each_label_and_allocate_nothing()
    {
        MarginClassifier<int> model = new(Glyphs.Layer(), [0, 1, 2]);
        Int8MarginModel<int> small = model.ToInt8();
        ulong[] pattern = new ulong[Glyphs.Words];
        int[] scores = new int[3];
        foreach (int length in (int[])[0, 2, 4, 16])
        {
            Assert.Contains(
                $"3 labels and room for {length} scores",
                Assert.Throws<ArgumentException>("scores", () => model.Score(pattern, new int[length])).Message,
                StringComparison.Ordinal);
            Assert.Throws<ArgumentException>("scores", () => small.Score(pattern, new int[length]));
        }

        Assert.Throws<ArgumentException>("sample", () => model.Score(new ulong[1], scores));
        Assert.Throws<ArgumentException>("sample", () => small.Score(new ulong[1], scores));
        Assert.Throws<InvalidOperationException>(() => small.Score(new double[1], scores));
        AllocationAssert.None(() => model.Score(pattern, scores));
        AllocationAssert.None(() => small.Score(pattern, scores));
    }

    private delegate void Scoring(Sample sample, Span<int> scores);

    // Places that are not written stay at a number that no score is.
    private static int[] ScoresOf(Scoring model, ulong[] pattern, int labels)
    {
        int[] scores = new int[labels];
        Array.Fill(scores, int.MinValue);
        model(pattern, scores);
        return scores;
    }
}
