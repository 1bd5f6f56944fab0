using System.Runtime.InteropServices;
using WeightlessNet.Bits;
using WeightlessNet.Discriminators;
using WeightlessNet.Encoders;
using WeightlessNet.LookupNetworks.Internals;
using Xunit;

namespace WeightlessNet.Tests.LookupNetworks;

/// <summary>Bits of many samples side by side, at every width, against the same bits of one sample.</summary>
public sealed class SlicesTests
{
    [Fact]
    public void A_table_answers_each_address()
    {
        AnswerEachAddress<Lanes128>();
        AnswerEachAddress<Lanes256>();
        AnswerEachAddress<Lanes512>();
    }

    [Fact]
    public void Any_number_of_slices_is_counted()
    {
        CountSlices<Lanes128>();
        CountSlices<Lanes256>();
        CountSlices<Lanes512>();
    }

    [Fact]
    public void The_class_with_the_most_votes_is_found()
    {
        SplitMix64 random = new(11);
        foreach (int classes in (int[])[1, 2, 3, 10, 40])
        {
            // Few votes, so that many are equal.
            int[] votes = [.. Enumerable.Range(0, classes * 128).Select(_ => random.Next(5))];
            int[] order = [.. Enumerable.Range(0, classes)];
            random.Shuffle(order.AsSpan());
            VoteLeads leads = new(new int[VoteLeads.Numbers * 128]);
            leads.Compare(votes, order);
            for (int i = 0; i < 128; i++)
            {
                int[] ranked = [.. order.OrderByDescending(c => votes[(c * 128) + i])];
                int[] own = [.. ranked.Select(c => votes[(c * 128) + i])];
                Assert.Equal(ranked[0], leads.Best[i]);
                Assert.Equal(own[0] - own[^1], leads.Spread[i]);
                if (classes > 1)
                {
                    Assert.Equal(own[0] - own[1], leads.Lead[i]);
                }
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(19)]
    public void Patterns_are_turned(int words)
    {
        Turn<Lanes128>(words);
        Turn<Lanes256>(words);
        Turn<Lanes512>(words);
    }

    [Fact]
    public void Bytes_of_32_samples_are_turned()
    {
        for (int features = 1; features <= 70; features++)
        {
            byte[] samples = Bytes(ByteColumns.Samples * features, (ulong)features);
            byte[] columns = new byte[samples.Length];
            ByteColumns.Write(samples, columns);
            for (int i = 0; i < columns.Length; i++)
            {
                Assert.Equal(samples[(i % ByteColumns.Samples * features) + (i / ByteColumns.Samples)], columns[i]);
            }
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 3)]
    [InlineData(8, 31)]
    [InlineData(9, 33)]
    [InlineData(65, 200)]
    public void Bits_that_are_read_are_those_of_the_retina(int features, int count)
    {
        // Thresholds below and above all bytes, at both ends of them, and equal ones.
        double[] cuts = [-1, -0.0, 0, 0.5, 127, 127, 128, 254, 255, 300];
        AssertBits(new ThermometerRetina(features, [.. Enumerable.Range(0, features).SelectMany(_ => cuts)]), count);
        AssertBits(
            new ThermometerRetina(
                features, [.. Enumerable.Range(0, features).SelectMany(_ => Enumerable.Range(0, 255).Select(cut => (double)cut))]),
            count);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 9)]
    [InlineData(2, 3)]
    [InlineData(3, 2)]
    [InlineData(11, 1)]
    [InlineData(11, 13)]
    public void Bits_of_edges_that_are_read_are_those_of_the_retina(int width, int height) =>
        AssertBits(
            ThermometerRetina.WithEdges(
                width, height, [.. Enumerable.Range(0, 9 * width * height).Select(bit => new[] { -1.0, 30, 200 }[bit % 3])]),
            70);

    private static void AssertBits(ThermometerRetina retina, int count)
    {
        int features = retina.FeatureCount;
        InputLayer layer = new(retina, TupleMapping.Random(retina.BitCount, 6, 3 + features, 1));
        ByteSlices slices = new(layer);
        byte[] bytes = Bytes(count * features, 2);
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = i % 3 == 0 ? (byte)(bytes[i] < 128 ? 0 : 255) : bytes[i];
        }

        foreach (int size in (int[])[128, 256, 512])
        {
            // What is left from before does not matter.
            byte[] written = [.. Enumerable.Repeat((byte)0xA5, slices.Count * size / 8)];
            byte[] scratch = [.. Enumerable.Repeat((byte)0x5A, (int)slices.ScratchBytes)];
            slices.Write(new SampleBatch(bytes, features), 0, size, written, scratch);
            ulong[] pattern = new ulong[BitSlice.WordCount(retina.BitCount)];
            for (int i = 0; i < Math.Min(count, size); i++)
            {
                retina.Encode(bytes.AsSpan(i * features, features), pattern);
                for (int node = 0; node < layer.NodeCount; node++)
                {
                    ReadOnlySpan<int> tuple = layer.Mapping.TupleOf(node);
                    for (int input = 0; input < tuple.Length; input++)
                    {
                        int at = (slices.Pins[(node * tuple.Length) + input] * size) + i;
                        Assert.Equal(
                            (int)(pattern[tuple[input] >> 6] >> (tuple[input] & 63)) & 1, (written[at / 8] >> (at % 8)) & 1);
                    }
                }
            }
        }
    }

    private static void AnswerEachAddress<TLanes>()
        where TLanes : struct, ILanes<TLanes>
    {
        // Sample s has the bits of address s % 64.
        TLanes[] slices =
        [
            .. Enumerable.Range(0, TableBlock.Pins).Select(static pin => Of<TLanes>(
                Enumerable.Range(0, 64).Aggregate(0ul, (bits, address) => bits | ((ulong)(address >> pin & 1) << address)))),
        ];
        var pairs = new TLanes[SlicedTable<TLanes>.Pairs];
        SlicedTable<TLanes>.WriteConstants(pairs);
        int[] offsets = SlicedTable<TLanes>.OffsetsOf([0, 1, 2, 3, 4, 5]);
        SplitMix64 random = new(8);
        for (int i = 0; i < 1000; i++)
        {
            ulong table = i < 64 ? 1ul << i : i < 66 ? 0ul - (ulong)(i - 64) : random.Next();
            byte[] functions = SlicedTable<TLanes>.FunctionsOf([table]);
            TLanes answers = SlicedTable<TLanes>.Answer(ref functions[0], ref slices[0], ref offsets[0], ref pairs[0]);
            Assert.All(MemoryMarshal.Cast<TLanes, ulong>(new TLanes[] { answers }).ToArray(), word => Assert.Equal(table, word));
        }
    }

    private static void CountSlices<TLanes>()
        where TLanes : struct, ILanes<TLanes>
    {
        SplitMix64 random = new(9);
        SliceCounter<TLanes> counter = new(new TLanes[2 * SliceCounter<TLanes>.Planes]);
        var slice = new TLanes[1];
        Span<ulong> words = MemoryMarshal.Cast<TLanes, ulong>(slice.AsSpan());
        int[] counts = new int[SampleSlices<TLanes>.Size];
        foreach (int slices in Enumerable.Range(0, 200).Concat([255, 256, 300, 1000, 65_537]))
        {
            counter.Clear();
            int[] expected = new int[counts.Length];
            for (int i = 0; i < slices; i++)
            {
                for (int word = 0; word < words.Length; word++)
                {
                    words[word] = word == 0 ? ulong.MaxValue : random.Next() | random.Next();
                }

                counter.Add(slice[0]);
                for (int sample = 0; sample < expected.Length; sample++)
                {
                    expected[sample] += (int)(words[sample >> 6] >> (sample & 63)) & 1;
                }
            }

            counter.WriteTo(counts);
            Assert.Equal(expected, counts);
        }

        foreach (int wrong in (int[])[0, counts.Length - 1, counts.Length + 8])
        {
            try
            {
                counter.WriteTo(new int[wrong]);
                Assert.Fail($"{wrong} counts were written.");
            }
            catch (ArgumentException refused)
            {
                Assert.Equal("counts", refused.ParamName);
            }
        }
    }

    private static void Turn<TLanes>(int words)
        where TLanes : struct, ILanes<TLanes>
    {
        int size = SampleSlices<TLanes>.Size;
        SplitMix64 random = new(3);
        ulong[] samples = new ulong[words * size];
        foreach (ref ulong word in samples.AsSpan())
        {
            word = random.Next();
        }

        var slices = new TLanes[64 * words];
        SampleSlices<TLanes>.Write(samples, words, slices);
        Span<ulong> written = MemoryMarshal.Cast<TLanes, ulong>(slices.AsSpan());
        for (int bit = 0; bit < 64 * words; bit++)
        {
            for (int sample = 0; sample < size; sample++)
            {
                ulong expected = samples[(sample * words) + (bit >> 6)] >> (bit & 63) & 1;
                Assert.Equal(expected, written[(bit * size / 64) + (sample >> 6)] >> (sample & 63) & 1);
            }
        }
    }

    private static TLanes Of<TLanes>(ulong word)
        where TLanes : struct, ILanes<TLanes>
    {
        ulong[] words = new ulong[TLanes.ByteCount / sizeof(ulong)];
        words.AsSpan().Fill(word);
        return TLanes.Load(in MemoryMarshal.AsBytes(words.AsSpan())[0]);
    }

    private static byte[] Bytes(int count, ulong seed)
    {
        SplitMix64 random = new(seed);
        byte[] bytes = new byte[count];
        foreach (ref byte value in bytes.AsSpan())
        {
            value = (byte)random.Next(256);
        }

        return bytes;
    }
}
