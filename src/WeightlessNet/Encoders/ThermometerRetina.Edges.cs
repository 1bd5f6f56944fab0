using System.Runtime.CompilerServices;
using WeightlessNet.Bits;

namespace WeightlessNet.Encoders;

// Images with edges: three thermometers for each pixel.
public sealed partial class ThermometerRetina
{
    /// <summary>The number of thermometers of a pixel of images with edges.</summary>
    internal const int ThermometersOfPixel = 3;

    [ThreadStatic]
    private static byte[]? _edges;

    [ThreadStatic]
    private static byte[]? _bytes;

    /// <summary>The width in pixels, if samples are images with edges; otherwise 0.</summary>
    public int ImageWidth { get; }

    /// <summary>Whether samples are images with edges.</summary>
    internal bool HasEdges => ImageWidth > 0;

    /// <summary>The number of thermometers of a feature: three for a pixel of images with edges, otherwise one.</summary>
    internal int ThermometersOfFeature => HasEdges ? ThermometersOfPixel : 1;

    /// <summary>The number of bits of a feature, which are one after the other.</summary>
    internal int BitsOfFeature => ThermometersOfFeature * Levels;

    /// <summary>
    /// Fits a retina for grayscale images that sees edges: each pixel has a thermometer of its brightness, one of how much the image
    /// changes around it from left to right, and one of how much it changes from top to bottom. Thresholds are quantiles, as those of
    /// <see cref="Quantile(ReadOnlySpan{byte}, int, int)"/>. The three thermometers of a pixel are neighbors, so that a mapping may take
    /// them for one pixel of three times <paramref name="levels"/> bits.
    /// </summary>
    /// <remarks>
    /// <para>
    /// A change is the sum of 12 absolute differences of neighboring pixels, divided by 8 and rounded down, at most 255. From left to
    /// right, they are those of the pairs that begin two pixels before the pixel to one after it, in its row and the rows above and below;
    /// from top to bottom, those of the pairs that begin two rows above the pixel to one below it, in its column and the columns beside it.
    /// Where the image ends, there are fewer.
    /// </para>
    /// <para>
    /// Samples may be numbers in place of bytes, on the same scale of 0 to 255. A change is missing, and sets no bit, if a pixel of one of
    /// its pairs is NaN, or both are infinite.
    /// </para>
    /// </remarks>
    /// <param name="images">The examples, one after the other, row by row.</param>
    /// <param name="width">The width in pixels, above 0.</param>
    /// <param name="height">The height in pixels, above 0; an image has at most 1,398,101 pixels.</param>
    /// <param name="levels">The number of thresholds of a thermometer, 1 to 255.</param>
    /// <returns>The retina.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <exception cref="ArgumentException">There is no example, or the bytes are not whole images.</exception>
    public static ThermometerRetina QuantileWithEdges(ReadOnlySpan<byte> images, int width, int height, int levels)
    {
        int pixels = PixelsOf(images, width, height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(levels);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(levels, MaximumLevels);
        int count = images.Length / pixels;
        double[] thresholds = new double[pixels * ThermometersOfPixel * levels];

        // One kind of thermometers after the other: their histograms are large.
        int[] histograms = new int[pixels * 256];
        for (int kind = 0; kind < ThermometersOfPixel; kind++)
        {
            Array.Clear(histograms);
            for (int i = 0; i < count; i++)
            {
                ReadOnlySpan<byte> image = images.Slice(i * pixels, pixels);
                ReadOnlySpan<byte> values = kind switch
                {
                    0 => image,
                    1 => EdgesOf(image, width).Horizontal,
                    _ => EdgesOf(image, width).Vertical,
                };
                for (int pixel = 0; pixel < pixels; pixel++)
                {
                    histograms[(pixel << 8) + values[pixel]]++;
                }
            }

            double[] ofKind = QuantilesOf(histograms, levels);
            for (int pixel = 0; pixel < pixels; pixel++)
            {
                ofKind.AsSpan(pixel * levels, levels).CopyTo(thresholds.AsSpan(((pixel * ThermometersOfPixel) + kind) * levels));
            }
        }

        return new ThermometerRetina(pixels, width, thresholds);
    }

    /// <summary>Creates a retina for images with edges, as <see cref="QuantileWithEdges"/> does, with given thresholds.</summary>
    /// <param name="width">The width in pixels, above 0.</param>
    /// <param name="height">The height in pixels, above 0; an image has at most 1,398,101 pixels.</param>
    /// <param name="thresholds">
    /// For each pixel, the thresholds of its brightness, of the change from left to right and of that from top to bottom; ascending, 1 to
    /// 255 for each.
    /// </param>
    /// <returns>The retina.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="width"/> or <paramref name="height"/> is out of range.</exception>
    /// <exception cref="ArgumentException">
    /// The thermometers do not have equally many thresholds, 1 to 255, a threshold is not finite, or those of a thermometer do not ascend.
    /// </exception>
    public static ThermometerRetina WithEdges(int width, int height, ReadOnlySpan<double> thresholds) =>
        new(PixelCount(width, height), width, thresholds);

    /// <summary>Computes the changes around each pixel, in this thread's memory, valid until the next image.</summary>
    internal static Edges EdgesOf(ReadOnlySpan<byte> image, int width)
    {
        Span<byte> both = ThreadMemory.Of(ref _edges, 2 * image.Length);
        Span<byte> horizontal = both[..image.Length];
        Span<byte> vertical = both[image.Length..];
        ImageEdges.Write(image, width, horizontal, vertical);
        return new Edges(horizontal, vertical);
    }

    /// <summary>Whether two retinas encode every sample to the same bits.</summary>
    internal bool IsSameAs(ThermometerRetina other) =>
        FeatureCount == other.FeatureCount && ImageWidth == other.ImageWidth && Thresholds.SequenceEqual(other.Thresholds);

    /// <summary>The number of pixels of an image; the arguments are refused if they are not whole images.</summary>
    internal static int PixelsOf(ReadOnlySpan<byte> images, int width, int height)
    {
        int pixels = PixelCount(width, height);
        return !images.IsEmpty && images.Length % pixels == 0
            ? pixels
            : throw new ArgumentException(
                $"{images.Length} bytes are not one or more whole images of {width} by {height} pixels. Pass {pixels} for each image.",
                nameof(images));
    }

    private static int PixelCount(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        const int Most = MaximumFeatures / ThermometersOfPixel;
        return (long)width * height <= Most
            ? width * height
            : throw new ArgumentOutOfRangeException(
                width > height ? nameof(width) : nameof(height),
                Math.Max(width, height),
                $"{width} by {height} pixels are too many: an image has at most {Most}. Scale it down.");
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void LevelsWithEdges(ReadOnlySpan<byte> image, Span<byte> levels)
    {
        Edges edges = EdgesOf(image, ImageWidth);
        ReadOnlySpan<byte> byteLevels = _byteLevels;
        for (int pixel = 0; pixel < image.Length; pixel++)
        {
            int first = pixel * ThermometersOfPixel;
            levels[first] = byteLevels[(first << 8) + image[pixel]];
            levels[first + 1] = byteLevels[((first + 1) << 8) + edges.Horizontal[pixel]];
            levels[first + 2] = byteLevels[((first + 2) << 8) + edges.Vertical[pixel]];
        }
    }

    private void LevelsWithEdges(ReadOnlySpan<double> image, Span<byte> levels)
    {
        // Mostly, numbers of images are bytes.
        if (TryBytes(image, out ReadOnlySpan<byte> bytes))
        {
            LevelsWithEdges(bytes, levels);
            return;
        }

        for (int pixel = 0; pixel < image.Length; pixel++)
        {
            int first = pixel * ThermometersOfPixel;
            levels[first] = (byte)LevelOf(first, image[pixel]);
            levels[first + 1] = (byte)LevelOf(first + 1, ImageEdges.Horizontal(image, ImageWidth, pixel));
            levels[first + 2] = (byte)LevelOf(first + 2, ImageEdges.Vertical(image, ImageWidth, pixel));
        }
    }

    private static bool TryBytes(ReadOnlySpan<double> image, out ReadOnlySpan<byte> bytes)
    {
        Span<byte> scratch = ThreadMemory.Of(ref _bytes, image.Length);
        bytes = scratch;
        for (int pixel = 0; pixel < image.Length; pixel++)
        {
            double value = image[pixel];
            if (!(value is >= 0 and <= byte.MaxValue) || value != (byte)value)
            {
                return false;
            }

            scratch[pixel] = (byte)value;
        }

        return true;
    }

    /// <summary>The changes around each pixel of an image.</summary>
    internal readonly ref struct Edges(ReadOnlySpan<byte> horizontal, ReadOnlySpan<byte> vertical)
    {
        /// <summary>From left to right.</summary>
        public ReadOnlySpan<byte> Horizontal { get; } = horizontal;

        /// <summary>From top to bottom.</summary>
        public ReadOnlySpan<byte> Vertical { get; } = vertical;
    }
}
