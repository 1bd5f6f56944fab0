namespace WeightlessNet.Discriminators;

/// <summary>The shape of an image whose pixels are seen through thermometers: rows of pixels, a few bits for each pixel.</summary>
public readonly record struct ImageShape
{
    /// <summary>Creates a shape.</summary>
    /// <param name="width">How many pixels a row has, above 0.</param>
    /// <param name="height">How many rows there are, above 0.</param>
    /// <param name="levels">How many bits a pixel has, above 0.</param>
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

    /// <summary>How many pixels a row has.</summary>
    public int Width { get; }

    /// <summary>How many rows there are.</summary>
    public int Height { get; }

    /// <summary>How many bits a pixel has.</summary>
    public int Levels { get; }

    /// <summary>How many pixels there are.</summary>
    public int PixelCount => Width * Height;

    /// <summary>How many bits the image becomes.</summary>
    public int BitCount => Width * Height * Levels;
}
