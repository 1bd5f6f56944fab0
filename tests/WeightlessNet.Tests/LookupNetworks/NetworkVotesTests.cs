using WeightlessNet.Bits;
using WeightlessNet.Discriminators;
using WeightlessNet.Encoders;
using WeightlessNet.LookupNetworks;
using WeightlessNet.LookupNetworks.Internals;
using WeightlessNet.Models;
using Xunit;

namespace WeightlessNet.Tests.LookupNetworks;

/// <summary>Votes of one sample and of many at once, against tables that are read one by one.</summary>
public sealed class NetworkVotesTests
{
    private const int Features = 70;

    [Theory]
    [InlineData(1, 2, 2)]
    [InlineData(63, 30, 3)]
    [InlineData(64, 3, 3)]
    [InlineData(65, 70, 10)]
    [InlineData(511, 8, 2)]
    [InlineData(512, 514, 2)]
    [InlineData(513, 33, 3)]
    [InlineData(1100, 1300, 10)]
    public void Numbers_bytes_and_patterns_get_the_votes_of_their_tables(int count, int tables, int classes)
    {
        AssertVotes(
            new ThermometerRetina(Features, [.. Enumerable.Range(0, 3 * Features).Select(bit => ((bit % 3) * 80.5) - 1)]),
            count,
            tables,
            classes);
        AssertVotes(
            ThermometerRetina.WithEdges(10, Features / 10, [.. Enumerable.Range(0, 9 * Features).Select(bit => ((bit % 3) * 50.5) - 1)]),
            count,
            tables,
            classes);
    }

    [Theory]
    [InlineData(1, 1, 2, 2)]
    [InlineData(63, 7, 30, 3)]
    [InlineData(65, 64, 70, 10)]
    [InlineData(513, 65, 33, 3)]
    [InlineData(600, 1100, 1300, 10)]
    public void Output_tables_read_the_answers_of_hidden_ones(int count, int hidden, int tables, int classes)
    {
        AssertVotes(
            new ThermometerRetina(Features, [.. Enumerable.Range(0, 3 * Features).Select(bit => ((bit % 3) * 80.5) - 1)]),
            count,
            tables,
            classes,
            hidden);
        AssertVotes(
            ThermometerRetina.WithEdges(10, Features / 10, [.. Enumerable.Range(0, 9 * Features).Select(bit => ((bit % 3) * 50.5) - 1)]),
            count,
            tables,
            classes,
            hidden);
    }

    private static void AssertVotes(ThermometerRetina retina, int count, int tables, int classes, int hidden = 0)
    {
        SplitMix64 random = new((ulong)(count + tables));
        byte[] bytes = new byte[count * Features];
        foreach (ref byte value in bytes.AsSpan())
        {
            value = (byte)random.Next(256);
        }

        double[] numbers = [.. bytes.Select(static value => (double)value)];
        LookupNetwork<int> network = hidden > 0
            ? TwoLayers(retina, hidden, tables, classes, ref random)
            : Network(
                new InputLayer(retina, TupleMapping.Random(retina.BitCount, TableBlock.Pins, tables, 3)), tables, classes, ref random);
        int words = BitSlice.WordCount(retina.BitCount);
        ulong[] patterns = new ulong[count * words];
        for (int i = 0; i < count; i++)
        {
            retina.Encode(numbers.AsSpan(i * Features, Features), patterns.AsSpan(i * words, words));
        }

        int[][] expected = [.. patterns.Chunk(words).Select(pattern => VotesOf(network, pattern))];
        foreach (SampleBatch samples in new SampleBatch[] { new(numbers, Features), new(bytes, Features), new(patterns, words) })
        {
            int[] votes = new int[classes];
            for (int i = 0; i < count; i++)
            {
                network.Votes(samples[i], votes);
                Assert.Equal(expected[i], votes);
            }

            Classification<int>[] single = [.. Enumerable.Range(0, count).Select(i => network.Classify(samples[i]))];
            Assert.Equal(single, network.Classify(samples));
            Assert.Equal(single, network.Classify(samples, 3));
            AssertSingleBits(network, samples, expected);
            AssertTogether<Lanes128>(network, samples, expected);
            AssertTogether<Lanes256>(network, samples, expected);
            AssertTogether<Lanes512>(network, samples, expected);
        }

        AssertWords(network, patterns.Chunk(words), expected);
        Assert.Equal(expected.SelectMany(static votes => votes), PatternVotes.Of(network.Network, patterns, words));
    }

    private static void AssertSingleBits(LookupNetwork<int> network, SampleBatch samples, int[][] expected)
    {
        NetworkVotes votes = new(network.Network);
        int[] own = new int[network.Labels.Count];
        for (int i = 0; i < samples.Count; i++)
        {
            votes.OfSingleBits(samples[i], own);
            Assert.Equal(expected[i], own);
        }
    }

    private static void AssertWords(LookupNetwork<int> network, IEnumerable<ulong[]> patterns, int[][] expected)
    {
        WordVotes tables = new(network.Network, static bit => bit);
        int[] votes = new int[network.Labels.Count];
        foreach ((ulong[] pattern, int[] own) in patterns.Zip(expected))
        {
            // What is left from before behind a pattern does not matter.
            ulong[] whole = [.. pattern, .. Enumerable.Repeat(ulong.MaxValue, BitPicker.BlockWords)];
            tables.Count(whole, votes);
            Assert.Equal(own, votes);
        }
    }

    private static void AssertTogether<TLanes>(LookupNetwork<int> network, SampleBatch samples, int[][] expected)
        where TLanes : struct, ILanes<TLanes>
    {
        int classes = network.Labels.Count;
        SlicedVotes<TLanes> together = new(network.Network);
        int[] votes = new int[classes * together.Size];
        for (int first = 0; first < samples.Count; first += together.Size)
        {
            together.Of(samples, first, votes);
            for (int i = first; i < Math.Min(samples.Count, first + together.Size); i++)
            {
                Assert.Equal(expected[i], Enumerable.Range(0, classes).Select(c => votes[(c * together.Size) + i - first]));
            }
        }
    }

    [Theory]
    [InlineData(1000, 2, true, true)]
    [InlineData(50_000, 2, true, true)]
    [InlineData(150_000, 2, false, false)]
    [InlineData(1000, 40_000, false, false)]
    public void Samples_that_would_take_much_memory_are_asked_one_by_one(int features, int classes, bool bytes, bool patterns)
    {
        SplitMix64 random = new(5);
        ThermometerRetina retina = new(features, [.. Enumerable.Range(0, 2 * features).Select(bit => 100.0 + (bit % 2 * 50))]);
        int tables = Math.Max(40, classes);
        LookupNetwork<int> network = Network(
            new InputLayer(retina, TupleMapping.Random(retina.BitCount, TableBlock.Pins, tables, 3)), tables, classes, ref random);
        byte[] samples = new byte[70 * features];
        foreach (ref byte value in samples.AsSpan())
        {
            value = (byte)random.Next(256);
        }

        SampleBatch batch = new(samples, features);
        Assert.Equal(Enumerable.Range(0, 70).Select(i => network.Classify(batch[i])), network.Classify(batch));
        SlicedVotes<Lanes512> together = new(network.Network);
        Assert.Equal((bytes, patterns), (together.CanAsk(SampleKind.Bytes), together.CanAsk(SampleKind.Pattern)));
    }

    [Fact]
    public void Many_are_asked_together_with_the_widest_vectors()
    {
        SplitMix64 random = new(5);
        InputLayer layer = new(TupleMapping.Random(70, TableBlock.Pins, 8, 3));
        NetworkVotes votes = new(new NetworkTables(
            new NetworkWiring(layer, null, 2), [.. Enumerable.Range(0, 8).Select(_ => random.Next())]));
        Assert.Equal(BitKernels.VectorBits, votes.Together?.Size ?? 0);
        Assert.True(votes.Together is null || votes.Together.CanAsk(SampleKind.Pattern));
        Assert.False(votes.Together?.CanAsk(SampleKind.Bytes) ?? false);
    }

    [Fact]
    public void Tables_without_a_tuple_of_six_bits_or_answers_are_refused()
    {
        InputLayer eight = new(TupleMapping.Random(70, 6, 8, 3));
        NetworkWiring wiring = new(eight, TupleMapping.Random(8, 6, 4, 3), 2);
        Assert.Equal((8, 4), (wiring.HiddenCount, wiring.VotingCount));
        Assert.Throws<ArgumentException>("tables", () => new NetworkTables(wiring, new ulong[8]));
        Assert.Throws<ArgumentException>("tables", () => new NetworkTables(new NetworkWiring(eight, null, 2), new ulong[7]));
        Assert.Throws<ArgumentException>("layer", () => new NetworkWiring(eight, null, 3));
        Assert.Throws<ArgumentException>("layer", () => new NetworkWiring(eight, null, 0));
        Assert.Throws<ArgumentException>("layer", () => new NetworkWiring(new InputLayer(TupleMapping.Random(70, 5, 8, 3)), null, 2));
        Assert.Throws<ArgumentException>("layer", () => new NetworkWiring(eight, TupleMapping.Random(9, 6, 4, 3), 2));
        Assert.Throws<ArgumentException>("layer", () => new NetworkWiring(eight, TupleMapping.Random(8, 5, 4, 3), 2));
        Assert.Throws<ArgumentException>("layer", () => new NetworkWiring(eight, TupleMapping.Random(8, 6, 3, 3), 2));
    }

    [Fact]
    public void A_batch_with_one_wrong_sample_is_refused_whole()
    {
        SplitMix64 random = new(1);
        InputLayer layer = new(TupleMapping.Random(70, TableBlock.Pins, 8, 3));
        LookupNetwork<int> network = Network(layer, 8, 2, ref random);
        ulong[] patterns = new ulong[2 * 600];
        patterns[(2 * 599) + 1] = 1ul << 6;

        Assert.Throws<ArgumentException>("samples", () => network.Classify(new SampleBatch(patterns, 2)));
        Assert.Throws<ArgumentException>("samples", () => network.Classify(new SampleBatch(patterns, 3)));
        Assert.Throws<InvalidOperationException>(() => network.Classify(new SampleBatch(new byte[70 * 100], 70)));
        Assert.Throws<ArgumentOutOfRangeException>(
            "maxDegreeOfParallelism", () => network.Classify(new SampleBatch(patterns.AsMemory(0, 1000), 2), 0));
    }

    private static LookupNetwork<int> Network(InputLayer layer, int tables, int classes, ref SplitMix64 random)
    {
        int used = tables / classes * classes;
        TupleMapping mapping = new(
            layer.Mapping.BitCount, TableBlock.Pins, [.. Enumerable.Range(0, used).SelectMany(t => layer.Mapping.TupleOf(t).ToArray())]);
        InputLayer wired = layer.Retina is { } retina ? new InputLayer(retina, mapping) : new InputLayer(mapping);
        return SourceCases.Network<int>(wired, null, [.. Enumerable.Range(0, classes)], ref random);
    }

    private static LookupNetwork<int> TwoLayers(ThermometerRetina retina, int hidden, int tables, int classes, ref SplitMix64 random) =>
        SourceCases.Network<int>(
            new InputLayer(retina, TupleMapping.Random(retina.BitCount, TableBlock.Pins, hidden, 3)),
            TupleMapping.Random(hidden, TableBlock.Pins, tables / classes * classes, 4),
            [.. Enumerable.Range(0, classes)],
            ref random);

    private static int[] VotesOf(LookupNetwork<int> network, ulong[] pattern)
    {
        int[] votes = new int[network.Labels.Count];
        ReadOnlySpan<ulong> voting = network.Tables;
        TupleMapping mapping = network.Layer.Mapping;
        if (network.OutputMapping is { } outputs)
        {
            (ulong[] read, pattern) = (pattern, new ulong[(mapping.NodeCount + 63) / 64]);
            for (int table = 0; table < mapping.NodeCount; table++)
            {
                pattern[table / 64] |= AnswerOf(network.Tables[table], mapping.TupleOf(table), read) << (table % 64);
            }

            voting = voting[mapping.NodeCount..];
            mapping = outputs;
        }

        for (int table = 0; table < voting.Length; table++)
        {
            votes[table / (voting.Length / votes.Length)] += (int)AnswerOf(voting[table], mapping.TupleOf(table), pattern);
        }

        return votes;
    }

    private static ulong AnswerOf(ulong table, ReadOnlySpan<int> tuple, ulong[] pattern)
    {
        int address = 0;
        for (int pin = 0; pin < tuple.Length; pin++)
        {
            address |= (int)(pattern[tuple[pin] >> 6] >> (tuple[pin] & 63) & 1) << pin;
        }

        return table >> address & 1;
    }
}
