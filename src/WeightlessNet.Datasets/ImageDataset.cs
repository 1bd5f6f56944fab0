namespace WeightlessNet.Datasets;

/// <summary>Images of one size in levels of gray, each with a label.</summary>
/// <remarks>Immutable and safe to share between threads, given that the memory it was made of is not changed.</remarks>
public sealed class ImageDataset
{
    /// <summary>Creates a dataset from pixels and labels that agree with each other.</summary>
    /// <param name="width">How many pixels a row has, above 0.</param>
    /// <param name="height">How many rows an image has, above 0.</param>
    /// <param name="pixels">The levels of gray: image after image, row by row from the top, each row from the left. Not copied.</param>
    /// <param name="labels">The label of each image. Not copied.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not above 0, or an image has 2^31 pixels or more.</exception>
    /// <exception cref="ArgumentException">The pixels are not whole images, or there is not one label for each image.</exception>
    public ImageDataset(int width, int height, ReadOnlyMemory<byte> pixels, ReadOnlyMemory<byte> labels)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)width * height, int.MaxValue, nameof(height));
        int pixelCount = width * height;
        if (pixels.Length % pixelCount != 0)
        {
            throw new ArgumentException($"{pixels.Length} pixels are not whole images of {width} by {height}.", nameof(pixels));
        }

        if (labels.Length != pixels.Length / pixelCount)
        {
            throw new ArgumentException($"There are {pixels.Length / pixelCount} images and {labels.Length} labels.", nameof(labels));
        }

        Width = width;
        Height = height;
        Pixels = pixels;
        Labels = labels;
    }

    /// <summary>How many pixels a row has.</summary>
    public int Width { get; }

    /// <summary>How many rows an image has.</summary>
    public int Height { get; }

    /// <summary>How many pixels an image has.</summary>
    public int PixelCount => Width * Height;

    /// <summary>How many images there are.</summary>
    public int Count => Labels.Length;

    /// <summary>All levels of gray, 0 to 255: image after image, row by row from the top, each row from the left.</summary>
    public ReadOnlyMemory<byte> Pixels { get; }

    /// <summary>The label of each image.</summary>
    public ReadOnlyMemory<byte> Labels { get; }

    /// <summary>The pixels of one image, row by row from the top.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is not an image.</exception>
    public ReadOnlySpan<byte> ImageOf(int index)
    {
        if ((uint)index >= (uint)Count)
        {
            throw new ArgumentOutOfRangeException(nameof(index), index, $"There are {Count} images.");
        }

        return Pixels.Span.Slice(index * PixelCount, PixelCount);
    }
}
