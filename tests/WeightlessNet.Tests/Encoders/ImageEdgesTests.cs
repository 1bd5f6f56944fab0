using WeightlessNet.Bits;
using WeightlessNet.Encoders;
using Xunit;

namespace WeightlessNet.Tests.Encoders;

/// <summary>How much an image changes around its pixels, against the definition, pair by pair.</summary>
public sealed class ImageEdgesTests
{
    [Fact]
    public void Edges_are_an_eighth_of_the_differences_around_at_every_width()
    {
        SplitMix64 random = new(4);
        for (int width = 1; width <= 67; width++)
        {
            for (int height = 1; height <= 6; height++)
            {
                // Three kinds of images: any bytes, black and white, and nearly even.
                foreach (int range in (int[])[256, 2, 20])
                {
                    byte[] image = new byte[width * height];
                    foreach (ref byte pixel in image.AsSpan())
                    {
                        pixel = (byte)(range == 2 ? 255 * random.Next(2) : random.Next(range));
                    }

                    byte[] horizontal = new byte[image.Length];
                    byte[] vertical = new byte[image.Length];
                    ImageEdges.Write(image, width, horizontal, vertical);

                    int[] pixels = [.. Enumerable.Range(0, image.Length)];
                    Assert.Equal(pixels.Select(pixel => Horizontal(image, width, pixel)), horizontal.Select(edge => (int)edge));
                    Assert.Equal(pixels.Select(pixel => Vertical(image, width, pixel)), vertical.Select(edge => (int)edge));
                    double[] numbers = Array.ConvertAll(image, static pixel => (double)pixel);
                    Assert.Equal(horizontal, pixels.Select(pixel => (byte)ImageEdges.Horizontal(numbers, width, pixel)));
                    Assert.Equal(vertical, pixels.Select(pixel => (byte)ImageEdges.Vertical(numbers, width, pixel)));
                }
            }
        }
    }

    [Fact]
    public void Edges_of_many_images_are_those_of_each()
    {
        SplitMix64 random = new(6);
        for (int width = 1; width <= 12; width++)
        {
            for (int height = 1; height <= 9; height++)
            {
                int pixels = width * height;
                byte[] columns = new byte[pixels * EdgesOfManyImages.Count];
                for (int i = 0; i < columns.Length; i++)
                {
                    columns[i] = (byte)(i % 4 == 0 ? 255 * random.Next(2) : random.Next(256));
                }

                byte[] horizontal = new byte[columns.Length];
                byte[] vertical = new byte[columns.Length];
                byte[] scratch = [.. Enumerable.Repeat(byte.MaxValue, EdgesOfManyImages.ScratchBytes(width))];
                EdgesOfManyImages.Write(columns, width, horizontal, vertical, scratch);
                for (int image = 0; image < EdgesOfManyImages.Count; image++)
                {
                    byte[] own = [.. Enumerable.Range(0, pixels).Select(pixel => columns[(pixel * EdgesOfManyImages.Count) + image])];
                    for (int pixel = 0; pixel < pixels; pixel++)
                    {
                        int at = (pixel * EdgesOfManyImages.Count) + image;
                        Assert.Equal(Horizontal(own, width, pixel), horizontal[at]);
                        Assert.Equal(Vertical(own, width, pixel), vertical[at]);
                    }
                }
            }
        }
    }

    [Fact]
    public void Stripes_have_the_greatest_edges_across_and_none_along()
    {
        byte[] stripes = [.. Enumerable.Range(0, 100).Select(static pixel => pixel % 2 == 0 ? (byte)0 : byte.MaxValue)];
        byte[] across = new byte[100];
        byte[] along = new byte[100];
        ImageEdges.Write(stripes, 10, across, along);
        Assert.Equal(byte.MaxValue, across[55]);
        Assert.All(along, static edge => Assert.Equal(0, edge));
    }

    [Fact]
    public void Edges_around_a_missing_pixel_are_missing()
    {
        double[] image = [.. Enumerable.Repeat(7.0, 49)];
        image[24] = double.NaN;
        int[] horizontal = [.. Enumerable.Range(0, 49).Where(pixel => double.IsNaN(ImageEdges.Horizontal(image, 7, pixel)))];
        int[] vertical = [.. Enumerable.Range(0, 49).Where(pixel => double.IsNaN(ImageEdges.Vertical(image, 7, pixel)))];

        // Three rows around, and columns 1 to 5; three columns around, and rows 1 to 5.
        Assert.Equal([15, 16, 17, 18, 19, 22, 23, 24, 25, 26, 29, 30, 31, 32, 33], horizontal);
        Assert.Equal([9, 10, 11, 16, 17, 18, 23, 24, 25, 30, 31, 32, 37, 38, 39], vertical);
    }

    private static int Horizontal(byte[] image, int width, int pixel)
    {
        int sum = 0;
        for (int row = -1; row <= 1; row++)
        {
            for (int pair = -2; pair <= 1; pair++)
            {
                (int y, int x) = ((pixel / width) + row, (pixel % width) + pair);
                bool isInside = y >= 0 && y < image.Length / width && x >= 0 && x + 1 < width;
                sum += isInside ? Math.Abs(image[(y * width) + x + 1] - image[(y * width) + x]) : 0;
            }
        }

        return Math.Min(255, sum / 8);
    }

    // The image turned by its diagonal.
    private static int Vertical(byte[] image, int width, int pixel)
    {
        int height = image.Length / width;
        byte[] turned = [.. Enumerable.Range(0, image.Length).Select(i => image[(i % height * width) + (i / height)])];
        return Horizontal(turned, height, (pixel % width * height) + (pixel / width));
    }
}
