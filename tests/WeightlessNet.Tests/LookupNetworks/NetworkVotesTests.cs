using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using WeightlessNet.Bits;
using WeightlessNet.Discriminators;
using WeightlessNet.Encoders;
using WeightlessNet.LookupNetworks;
using WeightlessNet.LookupNetworks.Internals;
using WeightlessNet.Models;
using Xunit;

namespace WeightlessNet.Tests.LookupNetworks;

/// <summary>Votes of one sample and of 512 at once, against tables that are read one by one.</summary>
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

    private static void AssertVotes(ThermometerRetina retina, int count, int tables, int classes)
    {
        SplitMix64 random = new((ulong)(count + tables));
        byte[] bytes = new byte[count * Features];
        foreach (ref byte value in bytes.AsSpan())
        {
            value = (byte)random.Next(256);
        }

        double[] numbers = [.. bytes.Select(static value => (double)value)];
        InputLayer layer = new(retina, TupleMapping.Random(retina.BitCount, TableBlock.Pins, tables, 3));
        LookupNetwork<int> network = Network(layer, tables, classes, ref random);
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
        }
    }

    [Fact]
    public void A_table_answers_each_address()
    {
        // Sample s has the bits of address s % 64.
        Vector512<ulong>[] slices =
        [
            .. Enumerable.Range(0, TableBlock.Pins).Select(static pin => Vector512.Create(
                Enumerable.Range(0, 64).Aggregate(0ul, (bits, address) => bits | ((ulong)(address >> pin & 1) << address)))),
        ];
        var pairs = new Vector512<ulong>[SlicedTable.Pairs];
        SplitMix64 random = new(8);
        for (int i = 0; i < 1000; i++)
        {
            ulong table = i < 64 ? 1ul << i : random.Next();
            Vector512<ulong> answers = SlicedTable.Answer(
                table, ref slices[0], [0, 1, 2, 3, 4, 5], ref MemoryMarshal.GetArrayDataReference(pairs));
            Assert.Equal(Vector512.Create(table), answers);
        }
    }

    [Fact]
    public void Any_number_of_slices_is_counted()
    {
        SplitMix64 random = new(9);
        SliceCounter counter = new(new Vector512<ulong>[2 * SliceCounter.Planes]);
        ulong[] words = new ulong[8];
        int[] counts = new int[SampleSlices.Size];
        for (int slices = 0; slices < 300; slices++)
        {
            counter.Clear();
            int[] expected = new int[SampleSlices.Size];
            for (int slice = 0; slice < slices; slice++)
            {
                for (int word = 0; word < words.Length; word++)
                {
                    words[word] = word == 0 ? ulong.MaxValue : random.Next() | random.Next();
                }

                counter.Add(Vector512.Create<ulong>(words));
                for (int sample = 0; sample < expected.Length; sample++)
                {
                    expected[sample] += (int)(words[sample >> 6] >> (sample & 63)) & 1;
                }
            }

            counter.WriteTo(counts);
            Assert.Equal(expected, counts);
        }
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
        LabelSet<int> labels = new();
        for (int label = 0; label < classes; label++)
        {
            labels.Add(label);
        }

        int used = tables / classes * classes;
        TupleMapping mapping = new(
            layer.Mapping.BitCount, TableBlock.Pins, [.. Enumerable.Range(0, used).SelectMany(t => layer.Mapping.TupleOf(t).ToArray())]);
        ulong[] answers = new ulong[used];
        foreach (ref ulong answer in answers.AsSpan())
        {
            answer = random.Next();
        }

        InputLayer wired = layer.Retina is { } retina ? new InputLayer(retina, mapping) : new InputLayer(mapping);
        return new LookupNetwork<int>(wired, labels, answers, 3);
    }

    private static int[] VotesOf(LookupNetwork<int> network, ulong[] pattern)
    {
        int[] votes = new int[network.Labels.Count];
        for (int table = 0; table < network.Tables.Length; table++)
        {
            int address = 0;
            ReadOnlySpan<int> tuple = network.Layer.Mapping.TupleOf(table);
            for (int pin = 0; pin < tuple.Length; pin++)
            {
                address |= (int)(pattern[tuple[pin] >> 6] >> (tuple[pin] & 63) & 1) << pin;
            }

            votes[table / (network.Tables.Length / votes.Length)] += (int)(network.Tables[table] >> address & 1);
        }

        return votes;
    }
}
