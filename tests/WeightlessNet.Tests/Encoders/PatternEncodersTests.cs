using WeightlessNet.Bits;
using WeightlessNet.Encoders;
using Xunit;

namespace WeightlessNet.Tests.Encoders;

public sealed class PatternEncodersTests
{
    [Fact]
    public void Hashed_words_set_the_same_bits_in_any_order()
    {
        HashedEncoder encoder = new(64, 3, 5);
        ulong first = Hash(encoder, "alpha");
        ulong second = Hash(encoder, "beta");

        Assert.InRange(Patterns.PopCount([first]), 1, 3);
        Assert.NotEqual(first, second);
        Assert.Equal(first | second, Hash(encoder, "beta", "alpha"));
        Assert.Equal(0UL, Hash(encoder));
        Assert.NotEqual(first, Hash(new HashedEncoder(64, 3, 6), "alpha"));
        Assert.Equal(Hash(encoder, "alpha"), Hash(encoder, "alpha", null!, ""));
        Assert.Equal(0UL, Hash(encoder, "", null!));
    }

    [Fact]
    public void The_hash_of_a_word_is_the_same_in_every_version() =>
        Assert.Equal(0x8000_0080_0000_0000UL, Hash(new HashedEncoder(64), "weightless"));

    [Fact]
    public void A_canvas_sets_the_kernels_nearest_to_each_point()
    {
        KernelCanvas canvas = new(2, 50, 3, 9);
        double[] kernels = new double[100];
        SplitMix64 random = new(9);
        foreach (ref double coordinate in kernels.AsSpan())
        {
            coordinate = random.NextDouble();
        }

        ulong both = Canvas(canvas, 0.1, 0.2, 0.9, 0.7);
        Assert.Equal(both, Canvas(canvas, 0.1, 0.2) | Canvas(canvas, 0.9, 0.7));
        int[] nearest = [.. Enumerable.Range(0, 50)
            .OrderBy(k => Math.Pow(kernels[2 * k] - 0.1, 2) + Math.Pow(kernels[(2 * k) + 1] - 0.2, 2))
            .Take(3)];
        Assert.Equal(nearest.Aggregate(0UL, (bits, k) => bits | (1UL << k)), Canvas(canvas, 0.1, 0.2));
        Assert.Equal(0UL, Canvas(canvas));
        Assert.Throws<ArgumentException>(() => Canvas(canvas, 0.1));
        Assert.Throws<ArgumentException>(() => Canvas(canvas, 0.1, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new KernelCanvas(2, 5, 6));
    }

    [Fact]
    public void The_mean_threshold_sets_the_pixels_above_the_mean()
    {
        ulong[] pattern = [ulong.MaxValue];
        ImageBinarization.MeanThreshold([0, 10, 20, 30, 15], new BitSlice(pattern, 0, 5));

        Assert.Equal(0b01100UL, pattern[0] & 31);
        Assert.Throws<ArgumentException>(() => ImageBinarization.MeanThreshold([], new BitSlice(new ulong[1], 0, 0)));
    }

    [Theory]
    [InlineData(3, 0.5)]
    [InlineData(7, 0.2)]
    [InlineData(99, 0)]
    public void Sauvola_computes_its_formula_over_the_window(int window, double sensitivity)
    {
        const int Width = 11;
        const int Height = 7;
        byte[] image = new byte[Width * Height];
        SplitMix64 random = new(3);
        foreach (ref byte pixel in image.AsSpan())
        {
            pixel = (byte)random.Next();
        }

        ulong[] pattern = [ulong.MaxValue, ulong.MaxValue];
        BitSlice bits = new(pattern, 0, image.Length);
        ImageBinarization.Sauvola(image, Width, bits, window, sensitivity);
        int set = 0;
        for (int i = 0; i < image.Length; i++)
        {
            double[] around = [.. Enumerable.Range(0, image.Length)
                .Where(j => Math.Abs((j / Width) - (i / Width)) <= window / 2 && Math.Abs((j % Width) - (i % Width)) <= window / 2)
                .Select(j => (double)image[j])];
            double mean = around.Average();
            double deviation = Math.Sqrt(around.Average(pixel => (pixel - mean) * (pixel - mean)));
            Assert.Equal(image[i] > mean * (1 + (sensitivity * ((deviation / 128) - 1))), bits[i]);
            set += bits[i] ? 1 : 0;
        }

        Assert.InRange(set, 1, image.Length - 1);
    }

    [Fact]
    public void Sauvola_finds_dark_writing_under_uneven_light()
    {
        // The paper gets darker from left to right, so that strokes on the left are lighter than the paper on the right.
        const int Width = 60;
        byte[] image = new byte[Width * 20];
        for (int i = 0; i < image.Length; i++)
        {
            int paper = 220 - (i % Width * 2);
            image[i] = (byte)(i % 10 == 5 ? paper / 2 : paper);
        }

        BitSlice bits = new(new ulong[BitSlice.WordCount(image.Length)], 0, image.Length);
        ImageBinarization.Sauvola(image, Width, bits, sensitivity: 0.2);

        for (int i = 0; i < image.Length; i++)
        {
            Assert.Equal(i % 10 != 5, bits[i]);
        }
    }

    [Fact]
    public void A_retina_encodes_each_feature_with_its_own_thermometer()
    {
        ThermometerRetina retina = new(2, [1, 2, 10, 20]);
        ulong[] pattern = new ulong[1];

        retina.Encode([1.5, 99], pattern);
        Assert.Equal(0b1101UL, pattern[0]);
        retina.Encode([(byte)3, (byte)10], pattern);
        Assert.Equal(0b0011UL, pattern[0]);
        retina.Encode([double.NaN, 10.5], pattern);
        Assert.Equal(0b0100UL, pattern[0]);
        Assert.Throws<ArgumentException>(() => retina.Encode([1.0], pattern));
        Assert.Throws<ArgumentException>(() => retina.Encode([1.0, 2], new ulong[2]));
        Assert.Throws<ArgumentException>(() => new ThermometerRetina(2, [1, 2, 3]));
        Assert.Throws<ArgumentException>(() => new ThermometerRetina(1, [2, 1]));
        Assert.Throws<ArgumentException>(() => ThermometerRetina.Quantile([1.0, 2, 3], 2, 1));
    }

    private static ulong Hash(HashedEncoder encoder, params string[] words)
    {
        ulong[] pattern = [ulong.MaxValue];
        encoder.Encode(words, new BitSlice(pattern, 0, 64));
        return pattern[0];
    }

    private static ulong Canvas(KernelCanvas canvas, params double[] points)
    {
        ulong[] pattern = [0];
        canvas.Encode(points, new BitSlice(pattern, 0, 50));
        return pattern[0];
    }
}
