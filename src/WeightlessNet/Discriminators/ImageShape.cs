namespace WeightlessNet.Discriminators;

/// <summary>The shape of an image whose pixels are encoded by thermometers: rows of pixels, and a few bits for each pixel.</summary>
public readonly struct ImageShape
{
    /// <summary>Creates a shape.</summary>
    /// <param name="width">The width in pixels, above 0.</param>
    /// <param name="height">The height in pixels, above 0.</param>
    /// <param name="levels">The number of bits of a pixel, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not above 0, or the image has 2^31 bits or more.</exception>
    public ImageShape(int width, int height, int levels)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(levels);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)width * height, int.MaxValue, nameof(height));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)width * height * levels, int.MaxValue, nameof(levels));
        Width = width;
        Height = height;
        Levels = levels;
    }

    /// <summary>The width in pixels.</summary>
    public int Width { get; }

    /// <summary>The height in pixels.</summary>
    public int Height { get; }

    /// <summary>The number of bits of a pixel.</summary>
    public int Levels { get; }

    /// <summary>The number of pixels.</summary>
    public int PixelCount => Width * Height;

    /// <summary>The number of bits of the encoded image.</summary>
    public int BitCount => Width * Height * Levels;

    /// <summary>The shape in words, such as "28 by 28 pixels of 8 bits".</summary>
    public override string ToString() => FormattableString.Invariant($"{Width} by {Height} pixels of {Levels} bits");
}
