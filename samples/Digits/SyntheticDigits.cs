using WeightlessNet.Bits;
using WeightlessNet.Datasets;

namespace DigitsSample;

/// <summary>
/// Draws digits that vary like handwriting: shifted, slanted, rotated, stretched and bent at random, with pens of all widths and specks.
/// </summary>
internal static class SyntheticDigits
{
    public const string Name = "synthetic digits";

    private const int Classes = 10;
    private const int Side = 28;
    private const int TrainCount = 2000;
    private const int TestCount = 1000;

    // One in this many pixels is a speck.
    private const int PixelsOfSpeck = 100;

    /// <summary>Draws the digits for a seed, the same on every machine.</summary>
    public static ImageDatasetSplit Generate(ulong seed, CancellationToken cancellation)
    {
        SplitMix64 random = new(seed);
        StrokeCanvas canvas = new(Side);
        ImageDataset train = Draw(TrainCount, canvas, ref random, cancellation);
        return new ImageDatasetSplit(Name, train, Draw(TestCount, canvas, ref random, cancellation));
    }

    private static ImageDataset Draw(int count, StrokeCanvas canvas, ref SplitMix64 random, CancellationToken cancellation)
    {
        byte[] pixels = new byte[count * Side * Side];
        byte[] labels = new byte[count];
        for (int i = 0; i < count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            labels[i] = (byte)(i % Classes);
            DrawDigit(labels[i], canvas, ref random);
            AddDirt(canvas, pixels.AsSpan(i * Side * Side, Side * Side), ref random);
        }

        return new ImageDataset(Side, Side, pixels, labels);
    }

    private static void DrawDigit(int digit, StrokeCanvas canvas, ref SplitMix64 random)
    {
        double width = Between(10, 15, ref random);
        double height = Between(15, 21, ref random);
        double slant = Between(-0.3, 0.3, ref random);
        double middleX = ((Side - 1) / 2.0) + Between(-2.5, 2.5, ref random);
        double middleY = ((Side - 1) / 2.0) + Between(-2, 2, ref random);

        // A rotation by an angle whose half has this tangent.
        double tangent = Between(-0.09, 0.09, ref random);
        double cosine = (1 - (tangent * tangent)) / (1 + (tangent * tangent));
        double sine = 2 * tangent / (1 + (tangent * tangent));

        canvas.Begin(Between(0.7, 1.9, ref random));
        foreach ((double X, double Y)[] stroke in DigitStrokes.Of(digit))
        {
            var points = new (double X, double Y)[stroke.Length];
            for (int i = 0; i < stroke.Length; i++)
            {
                double y = (stroke[i].Y - 0.5 + Bend(ref random)) * height;
                double x = ((stroke[i].X - 0.5 + Bend(ref random)) * width) - (slant * y);
                points[i] = (middleX + (cosine * x) - (sine * y), middleY + (sine * x) + (cosine * y));
            }

            for (int i = 0; i + 2 < points.Length; i += 2)
            {
                canvas.DrawCurve(points[i], points[i + 1], points[i + 2]);
            }
        }
    }

    private static void AddDirt(StrokeCanvas canvas, Span<byte> image, ref SplitMix64 random)
    {
        double ink = Between(150, 255, ref random);
        for (int pixel = 0; pixel < image.Length; pixel++)
        {
            double gray = ink * canvas.CoverOf(pixel) * Between(0.75, 1, ref random);
            image[pixel] = (byte)Math.Max(gray, random.Next(PixelsOfSpeck) == 0 ? Between(0, 160, ref random) : 0);
        }
    }

    private static double Bend(ref SplitMix64 random) => Between(-0.09, 0.09, ref random);

    private static double Between(double minimum, double maximum, ref SplitMix64 random) =>
        minimum + ((maximum - minimum) * random.NextDouble());
}
