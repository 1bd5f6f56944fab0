using WeightlessNet.Bits;
using WeightlessNet.Discriminators;

namespace WeightlessNet.Models;

/// <summary>Shifts images by one pixel.</summary>
internal static class ImageShift
{
    /// <summary>
    /// Copies an image unchanged or shifted by one pixel in one of four directions, all five equally likely. New pixels at the edge are 0.
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
        shifted.Clear();
        int width = shape.Width;
        for (int row = Math.Max(0, -down); row < shape.Height - Math.Max(0, down); row++)
        {
            int first = Math.Max(0, -right);
            ReadOnlySpan<byte> source = image.Slice((row * width) + first, width - Math.Abs(right));
            source.CopyTo(shifted[(((row + down) * width) + first + right)..]);
        }
    }
}
