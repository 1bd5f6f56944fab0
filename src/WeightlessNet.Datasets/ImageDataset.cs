namespace WeightlessNet.Datasets;

/// <summary>Grayscale images of equal size, each with a label.</summary>
/// <remarks>Immutable and safe to share between threads, as long as the memory passed to the constructor is not changed.</remarks>
public sealed class ImageDataset
{
    /// <summary>Creates a dataset.</summary>
    /// <param name="width">The width of an image in pixels, above 0.</param>
    /// <param name="height">The height of an image in pixels, above 0.</param>
    /// <param name="pixels">The gray levels, 0 to 255: image by image, row by row from the top, each row from the left. Not copied.</param>
    /// <param name="labels">The label of each image. Not copied.</param>
    /// <exception cref="ArgumentOutOfRangeException">The width or height is not above 0, or an image has 2^31 pixels or more.</exception>
    /// <exception cref="ArgumentException">
    /// The number of pixels is not a multiple of the image size, or the numbers of images and labels differ.
    /// </exception>
    public ImageDataset(int width, int height, ReadOnlyMemory<byte> pixels, ReadOnlyMemory<byte> labels)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)width * height, int.MaxValue, nameof(height));
        int pixelCount = width * height;
        if (pixels.Length % pixelCount != 0)
        {
            throw new ArgumentException(
                $"The number of pixels must be a multiple of {width} by {height}, not {pixels.Length}.", nameof(pixels));
        }

        if (labels.Length != pixels.Length / pixelCount)
        {
            throw new ArgumentException(
                $"There must be one label for each of {pixels.Length / pixelCount} images, not {labels.Length}.", nameof(labels));
        }

        Width = width;
        Height = height;
        Pixels = pixels;
        Labels = labels;
    }

    /// <summary>The width of an image in pixels.</summary>
    public int Width { get; }

    /// <summary>The height of an image in pixels.</summary>
    public int Height { get; }

    /// <summary>The number of pixels of an image.</summary>
    public int PixelCount => Width * Height;

    /// <summary>The number of images.</summary>
    public int Count => Labels.Length;

    /// <summary>The gray levels, 0 to 255: image by image, row by row from the top, each row from the left.</summary>
    public ReadOnlyMemory<byte> Pixels { get; }

    /// <summary>The label of each image.</summary>
    public ReadOnlyMemory<byte> Labels { get; }

    /// <summary>The pixels of one image, row by row from the top.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is not 0 to <see cref="Count"/> - 1.</exception>
    public ReadOnlySpan<byte> ImageOf(int index)
    {
        if ((uint)index >= (uint)Count)
        {
            throw new ArgumentOutOfRangeException(nameof(index), index, $"The index must be 0 to {Count - 1}.");
        }

        return Pixels.Span.Slice(index * PixelCount, PixelCount);
    }
}
