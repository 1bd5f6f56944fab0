using WeightlessNet.Bits;
using WeightlessNet.Discriminators;

namespace WeightlessNet.Models;

/// <summary>Shifts images by one pixel.</summary>
internal static class ImageShift
{
    /// <summary>
    /// Copies an image unchanged or shifted by one pixel in one of four directions, all five equally likely. The row or column at the edge
    /// that becomes free is like its neighbor, whatever the background.
    /// </summary>
    public static void Random(ImageShape shape, ReadOnlySpan<byte> image, Span<byte> shifted, ref SplitMix64 random)
    {
        (int down, int right) = random.Next(5) switch
        {
            0 => (1, 0),
            1 => (-1, 0),
            2 => (0, 1),
            3 => (0, -1),
            _ => (0, 0),
        };
        int width = shape.Width;
        for (int row = 0; row < shape.Height; row++)
        {
            ReadOnlySpan<byte> source = image.Slice(Math.Clamp(row - down, 0, shape.Height - 1) * width, width);
            Span<byte> target = shifted.Slice(row * width, width);
            source[Math.Max(0, -right)..^Math.Max(0, right)].CopyTo(target[Math.Max(0, right)..]);
            if (right != 0)
            {
                int free = right > 0 ? 0 : width - 1;
                target[free] = source[free];
            }
        }
    }
}
