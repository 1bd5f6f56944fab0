using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using WeightlessNet.Bits;
using WeightlessNet.Discriminators;
using WeightlessNet.Encoders;
using WeightlessNet.Models;
using WeightlessNet.Storage;
using WeightlessNet.Nodes;
using Xunit;

namespace WeightlessNet.Tests.Models;

/// <summary>
/// The same seed and examples give the same bytes and scores on every machine and at every vector width. The expected hashes were computed
/// with 512-bit vectors.
/// </summary>
public sealed class GoldenBytesTests
{
    private const int Features = 150;
    private const int Classes = 20;

    public static TheoryData<NodeStorage, int, string> Classifiers => new()
    {
        { NodeStorage.Dense, 1, "02D6629BB168344F024063D0060D665395CF1334" },
        { NodeStorage.Sparse, 3, "93BE8EB9E91B0A7337863F5C9A722ED142D10A5F" },
        { NodeStorage.Hashed(7, 2, 5), 8, "7594578B291A163D96E0F2E4A62294F77C46435E" },
        { NodeStorage.HashedConservative(6, 3, 5), 8, "BAAC815A02EC80EAF4685D5F2C71BAD9AF4DAA71" },
    };

    [Theory]
    [MemberData(nameof(Classifiers))]
    public void A_classifier_has_the_same_bytes_and_scores_everywhere(NodeStorage storage, int levels, string expected)
    {
        byte[] samples = Samples(out int[] labels);
        WisardOptions options = new() { Storage = storage, Reading = WisardReading.LogLikelihood };
        WisardClassifier<int> model = new(Layer(samples, levels), options);
        model.Learn(new SampleBatch(samples.AsMemory(), Features), labels);
        using MemoryStream stream = new();
        model.Save(stream);
        foreach (WisardReading reading in Enum.GetValues<WisardReading>().Except([WisardReading.Automatic]))
        {
            model.Options = model.Options with { Reading = reading, Threshold = 2 };
            int[] scores = new int[model.Labels.Count];
            for (int i = 0; i < 40; i++)
            {
                model.Score(samples.AsSpan(i * Features / 2, Features), scores);
                Append(scores, stream);
            }
        }

        Assert.Equal(expected, Convert.ToHexString(SHA256.HashData(stream.ToArray()))[..40]);
    }

    [Fact]
    public void A_margin_classifier_has_the_same_bytes_everywhere()
    {
        byte[] samples = Samples(out int[] labels);
        MarginClassifier<int> model = new(Layer(samples, 4), Enumerable.Range(0, Classes));
        model.Learn(new SampleBatch(samples.AsMemory(), Features), labels, new MarginOptions { CalibrationExamples = 0 });
        using MemoryStream stream = new();
        model.Save(stream);

        Assert.Equal("38942837C857019888DBE3B20C0FDDA992390C11", Convert.ToHexString(SHA256.HashData(stream.ToArray()))[..40]);
    }

    [Fact]
    public void A_calibrated_classifier_has_the_same_bytes_and_probabilities_everywhere()
    {
        byte[] samples = Samples(out int[] labels);
        WisardClassifier<int> model = new(Layer(samples, 3));
        model.Learn(new SampleBatch(samples.AsMemory(), Features), labels);
        using MemoryStream stream = new();
        model.Save(stream);
        double[] probabilities = new double[model.Labels.Count];
        for (int i = 0; i < 40; i++)
        {
            model.Probabilities(samples.AsSpan(i * Features / 2, Features), probabilities);
            stream.Write(MemoryMarshal.AsBytes(probabilities.AsSpan()));
        }

        Assert.Equal("D9306EC8C964E4AE756DD541938D053A67BFBB9F", Convert.ToHexString(SHA256.HashData(stream.ToArray()))[..40]);
    }

    private static InputLayer Layer(byte[] samples, int levels)
    {
        var retina = ThermometerRetina.Quantile(samples, Features, levels);
        return new InputLayer(retina, TupleMapping.Random(retina.BitCount, 9, 45, 11));
    }

    private static byte[] Samples(out int[] labels)
    {
        SplitMix64 random = new(2);
        byte[] samples = new byte[200 * Features];
        labels = new int[200];
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = random.Next(Classes);
            SplitMix64 shape = new((ulong)labels[i]);
            foreach (ref byte value in samples.AsSpan(i * Features, Features))
            {
                byte typical = (byte)shape.Next();
                value = random.Next(4) == 0 ? (byte)random.Next() : typical;
            }
        }

        return samples;
    }

    private static void Append(int[] scores, MemoryStream stream)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        foreach (int score in scores)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes, score);
            stream.Write(bytes);
        }
    }
}
