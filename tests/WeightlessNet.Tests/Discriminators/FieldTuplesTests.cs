using WeightlessNet.Bits;
using WeightlessNet.Discriminators;
using WeightlessNet.Encoders;
using WeightlessNet.Models;
using Xunit;

namespace WeightlessNet.Tests.Discriminators;

public sealed class FieldTuplesTests
{
    [Fact]
    public void Every_field_has_a_share_that_grows_slowly_with_its_width()
    {
        FeatureField[] fields = [new("flag", 0, 1), new("number", 1, 31), new("empty", 32, 0), new("words", 32, 1023)];
        TupleMapping mapping = FieldTuples.Draw(fields, 8, 2_000, 3);
        int[] uses = new int[4];
        for (int node = 0; node < mapping.NodeCount; node++)
        {
            Assert.Equal(8, mapping.TupleOf(node).ToArray().Distinct().Count());
            foreach (int bit in mapping.TupleOf(node))
            {
                uses[bit == 0 ? 0 : bit < 32 ? 1 : 3]++;
            }
        }

        // The logarithms of 1 + bits are 1, 5 and 10; a flag is in a tuple once at most.
        Assert.InRange(uses[0], 600, 1_000);
        Assert.InRange(uses[3] / (double)uses[1], 1.9, 2.1);
    }

    [Fact]
    public void A_pattern_with_few_bits_has_tuples_of_all_bits()
    {
        TupleMapping mapping = FieldTuples.Draw([new("a", 0, 2), new("b", 2, 1)], 28, 10, 1);
        Assert.Equal(3, mapping.TupleSize);
        Assert.Equal([0, 1, 2], mapping.TupleOf(9).ToArray().Order());
    }

    [Fact]
    public void A_wide_field_of_words_does_not_drown_the_numbers()
    {
        // The class depends on the number and the flag; 300 words are noise.
        Row[] train = Rows(2_000, 1);
        Row[] test = Rows(500, 2);
        FeatureSchema<Row> schema = new FeatureSchemaBuilder<Row>()
            .QuantileThermometer("number", row => row.Number, 32)
            .MultiHot("words", row => row.Words, 300)
            .OneHot("flag", row => row.Flag ? "yes" : "no")
            .Fit(train);
        WisardClassifier<bool> counting = new(InputLayer.ForSchema(schema));
        MarginClassifier<bool> trained = new(InputLayer.ForSchemaWithSmallNodes(schema), [false, true]);
        SampleBatch batch = Encoded(schema, train);
        bool[] labels = [.. train.Select(row => row.Label)];
        counting.Learn(batch, labels);
        trained.Learn(batch, labels);

        SampleBatch tested = Encoded(schema, test);
        Assert.InRange(counting.Classify(tested).Zip(test).Count(pair => pair.First.Label == pair.Second.Label), 455, 500);
        Assert.InRange(trained.Classify(tested).Zip(test).Count(pair => pair.First.Label == pair.Second.Label), 455, 500);
        Assert.Throws<ArgumentNullException>("schema", () => InputLayer.ForSchema<Row>(null!));
    }

    private static SampleBatch Encoded(FeatureSchema<Row> schema, Row[] rows)
    {
        int words = BitSlice.WordCount(schema.BitCount);
        ulong[] patterns = new ulong[rows.Length * words];
        for (int i = 0; i < rows.Length; i++)
        {
            schema.Encode(rows[i], patterns.AsSpan(i * words, words));
        }

        return new SampleBatch(patterns.AsMemory(), words);
    }

    private static Row[] Rows(int count, ulong seed)
    {
        SplitMix64 random = new(seed);
        Row[] rows = new Row[count];
        for (int i = 0; i < count; i++)
        {
            (double number, bool flag) = (random.NextDouble(), random.Next(2) == 0);
            string[] words = [$"w{random.Next(300)}", $"w{random.Next(300)}", $"w{random.Next(300)}"];
            rows[i] = new Row(number, flag, words, flag == number > 0.4);
        }

        return rows;
    }

    private sealed record Row(double Number, bool Flag, string[] Words, bool Label);
}
