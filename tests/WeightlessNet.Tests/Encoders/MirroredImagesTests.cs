using DigitsSample;
using FsCheck.Xunit;
using WeightlessNet.Datasets;
using WeightlessNet.Discriminators;
using WeightlessNet.Encoders;
using WeightlessNet.Models;
using Xunit;

namespace WeightlessNet.Tests.Encoders;

/// <summary>Images with light and dark exchanged hold the same information, and are read as well.</summary>
public sealed class MirroredImagesTests
{
    private const int Side = 28;
    private const int Pixels = Side * Side;

    [Property]
    public void A_pixel_that_varies_has_more_than_one_level(byte[] pixels, byte levels)
    {
        // Most are 0, as at the border of an image.
        byte[] samples = [.. pixels.Select(pixel => (byte)(pixel % 4 == 0 ? pixel : 0)), 0];
        ThermometerRetina retina = ThermometerRetina.Quantile(samples, 1, 1 + (levels % 9));
        ThermometerRetina mirror = ThermometerRetina.Quantile(Mirrored(samples), 1, 1 + (levels % 9));
        bool varies = samples.Distinct().Count() > 1;
        Assert.Equal(varies, samples.Select(pixel => retina.LevelOf(0, pixel)).Distinct().Count() > 1);
        Assert.Equal(varies, Mirrored(samples).Select(pixel => mirror.LevelOf(0, pixel)).Distinct().Count() > 1);
    }

    [Property]
    public void Bytes_and_numbers_are_cut_alike(byte[] pixels, byte levels)
    {
        byte[] samples = [.. pixels, 1, 2];
        double[] numbers = [.. samples.Select(pixel => (double)pixel)];
        Assert.Equal(
            ThermometerRetina.Quantile(numbers, 1, 1 + levels % 20).Thresholds.ToArray(),
            ThermometerRetina.Quantile(samples, 1, 1 + levels % 20).Thresholds.ToArray());
    }

    [Fact]
    public void Dark_digits_on_white_are_read_as_well_as_white_ones_on_dark()
    {
        double white = 0;
        double dark = 0;
        for (ulong seed = 1; seed <= 2; seed++)
        {
            ImageDatasetSplit digits = SyntheticDigits.Generate(seed, CancellationToken.None);
            byte[] train = digits.Train.Pixels.ToArray();
            byte[] test = digits.Test.Pixels.ToArray();
            white += Accuracy(train, digits.Train.Labels.Span, test, digits.Test.Labels.Span, seed) / 2;
            dark += Accuracy(Mirrored(train), digits.Train.Labels.Span, Mirrored(test), digits.Test.Labels.Span, seed) / 2;
        }

        Assert.InRange(white, 0.94, 1);
        Assert.InRange(dark, white - 0.006, 1);
    }

    [RealDataFact("fashion-mnist")]
    public void Dark_clothes_on_white_are_read_as_well_as_white_ones_on_dark()
    {
        ImageDatasetSplit data = IdxReader.Read(RealData.PathOf("fashion-mnist"));
        byte[] train = [.. data.Train.Pixels.Span[..(5000 * Pixels)]];
        byte[] test = [.. data.Test.Pixels.Span[..(2000 * Pixels)]];
        double white = Accuracy(train, data.Train.Labels.Span[..5000], test, data.Test.Labels.Span[..2000], 1);
        double dark = Accuracy(Mirrored(train), data.Train.Labels.Span[..5000], Mirrored(test), data.Test.Labels.Span[..2000], 1);
        Assert.InRange(white, 0.78, 1);
        Assert.InRange(dark, white - 0.01, 1);
    }

    private static double Accuracy(
        byte[] train, ReadOnlySpan<byte> trainLabels, byte[] test, ReadOnlySpan<byte> testLabels, ulong seed)
    {
        WisardClassifier<byte> model = new(InputLayer.ForImages(train, Side, Side, seed));
        model.Learn(new SampleBatch(train, Pixels), trainLabels);
        Classification<byte>[] answers = model.Classify(new SampleBatch(test, Pixels));
        int right = 0;
        for (int i = 0; i < answers.Length; i++)
        {
            right += answers[i].IsKnown && answers[i].Label == testLabels[i] ? 1 : 0;
        }

        return (double)right / answers.Length;
    }

    private static byte[] Mirrored(byte[] pixels) => [.. pixels.Select(pixel => (byte)(255 - pixel))];
}
