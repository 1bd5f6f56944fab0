using WeightlessNet.Bits;

namespace WeightlessNet.Encoders;

/// <summary>Binarizes grayscale images: one bit for each pixel, with thresholds computed from the image itself.</summary>
/// <remarks>Pixels are stored row by row; bit row * width + column is set if the pixel is above its threshold. Thread-safe.</remarks>
public static class ImageBinarization
{
    /// <summary>The default window of <see cref="Sauvola"/>, in pixels.</summary>
    internal const int DefaultWindow = 15;

    /// <summary>The default sensitivity of <see cref="Sauvola"/>, that of its authors.</summary>
    internal const double DefaultSensitivity = 0.5;

    private const double GreatestDeviation = 128;

    /// <summary>Compares each pixel with the mean of the image.</summary>
    /// <param name="image">The pixels, at least one.</param>
    /// <param name="destination">As many bits as there are pixels; every one is set or cleared.</param>
    /// <exception cref="ArgumentException">The image is empty, or the destination has another length.</exception>
    public static void MeanThreshold(ReadOnlySpan<byte> image, BitSlice destination)
    {
        EncoderGuard.ThrowIfWrongLength(destination, image.Length);
        if (image.IsEmpty)
        {
            throw new ArgumentException("The image is empty.", nameof(image));
        }

        long sum = 0;
        foreach (byte pixel in image)
        {
            sum += pixel;
        }

        destination.Clear();
        for (int i = 0; i < image.Length; i++)
        {
            if ((long)image[i] * image.Length > sum)
            {
                destination.Set(i);
            }
        }
    }

    /// <summary>
    /// Compares each pixel with its own threshold, mean * (1 + k * (deviation / 128 - 1)) over a window around it, which adapts to uneven
    /// light (Sauvola and Pietikäinen, "Adaptive document image binarization", 2000, equation 5).
    /// </summary>
    /// <param name="image">The pixels, row by row: a whole number of rows, at least one.</param>
    /// <param name="width">The width of the image in pixels, above 0.</param>
    /// <param name="destination">As many bits as there are pixels; every one is set or cleared.</param>
    /// <param name="window">The width and height of the window in pixels, odd and above 0; it is cut off at the image's edge.</param>
    /// <param name="sensitivity">The factor k, 0 to 1; with 0 the threshold is the window's mean.</param>
    /// <exception cref="ArgumentException">The image is empty or not whole rows, or the destination has another length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static void Sauvola(
        ReadOnlySpan<byte> image, int width, BitSlice destination, int window = DefaultWindow, double sensitivity = DefaultSensitivity)
    {
        EncoderGuard.ThrowIfWrongLength(destination, image.Length);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        if (image.IsEmpty || image.Length % width != 0)
        {
            throw new ArgumentException($"{image.Length} pixels are not one or more whole rows of {width}.", nameof(image));
        }

        if (window < 1 || window % 2 == 0)
        {
            throw new ArgumentOutOfRangeException(nameof(window), window, "The window must be odd and above 0.");
        }

        if (!(sensitivity >= 0 && sensitivity <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(sensitivity), sensitivity, "The sensitivity must be 0 to 1.");
        }

        int height = image.Length / width;
        (long[] sums, long[] squares) = SummedAreas(image, width, height);
        destination.Clear();
        for (int row = 0; row < height; row++)
        {
            int top = Math.Max(0, row - (window / 2));
            int bottom = (int)Math.Min(height, (long)row + (window / 2) + 1);
            for (int column = 0; column < width; column++)
            {
                int left = Math.Max(0, column - (window / 2));
                int right = (int)Math.Min(width, (long)column + (window / 2) + 1);
                double count = (double)(bottom - top) * (right - left);
                double mean = AreaOf(sums) / count;
                double deviation = Math.Sqrt(Math.Max(0, (AreaOf(squares) / count) - (mean * mean)));
                if (image[(row * width) + column] > mean * (1 + (sensitivity * ((deviation / GreatestDeviation) - 1))))
                {
                    destination.Set((row * width) + column);
                }

                long AreaOf(long[] areas) =>
                    areas[(bottom * (width + 1)) + right] - areas[(top * (width + 1)) + right]
                    - areas[(bottom * (width + 1)) + left] + areas[(top * (width + 1)) + left];
            }
        }
    }

    // Summed-area tables: entry (row, column) is the sum of all pixels above and to the left of it.
    private static (long[] Sums, long[] Squares) SummedAreas(ReadOnlySpan<byte> image, int width, int height)
    {
        long[] sums = new long[(width + 1) * (height + 1)];
        long[] squares = new long[sums.Length];
        for (int row = 0; row < height; row++)
        {
            long sum = 0;
            long square = 0;
            for (int column = 0; column < width; column++)
            {
                long pixel = image[(row * width) + column];
                sum += pixel;
                square += pixel * pixel;
                int index = ((row + 1) * (width + 1)) + column + 1;
                sums[index] = sums[index - width - 1] + sum;
                squares[index] = squares[index - width - 1] + square;
            }
        }

        return (sums, squares);
    }
}
