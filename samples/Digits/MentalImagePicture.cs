using SkiaSharp;
using WeightlessNet.Datasets;
using WeightlessNet.Models;

namespace DigitsSample;

/// <summary>
/// Per class: an example, what the nodes of the one-pass classifier remember of all examples, and the mistake of highest confidence.
/// </summary>
internal static class MentalImagePicture
{
    private const int ColumnsOfBand = 10;
    private const int ImageSide = 112;
    private const int Gap = 12;
    private const int Margin = 24;
    private const int TitleHeight = 70;
    private const int CaptionHeight = 26;
    private const int NameWidth = 170;
    private const float TextSize = 17;

    private static readonly string[] Rows = ["an example", "mental image", "surest mistake"];

    public static void Save(string path, ImageDatasetSplit data, ClassNames names, WisardClassifier<byte> classifier, TrialResult result)
    {
        IReadOnlyList<byte> labels = classifier.Labels;
        int columns = Math.Min(ColumnsOfBand, labels.Count);
        int bands = (labels.Count + ColumnsOfBand - 1) / ColumnsOfBand;
        int bandHeight = CaptionHeight + (Rows.Length * (ImageSide + Gap)) + CaptionHeight + Gap;
        using SKBitmap picture = new(
            (2 * Margin) + NameWidth + (columns * (ImageSide + Gap)), Margin + TitleHeight + (bands * bandHeight));
        using SKCanvas canvas = new(picture);
        canvas.Clear(SKColors.White);
        using SKTypeface typeface = SKTypeface.FromFamilyName(PlotFont.Name);
        using SKFont titleFont = new(typeface, TextSize + 5);
        using SKFont font = new(typeface, TextSize);
        Write(canvas, titleFont, $"What a WiSARD remembers of {data.Name}", Margin, Margin + TextSize, SKTextAlign.Left);
        Write(
            canvas,
            font,
            "A mental image is the mean of all that the RAM nodes of a class have counted, drawn on the pixels that address them.",
            Margin,
            Margin + (2.6f * TextSize),
            SKTextAlign.Left);
        for (int i = 0; i < labels.Count; i++)
        {
            float left = Margin + NameWidth + (i % ColumnsOfBand * (ImageSide + Gap));
            float top = Margin + TitleHeight + (i / ColumnsOfBand * bandHeight);
            if (i % ColumnsOfBand == 0)
            {
                WriteNames(canvas, font, top);
            }

            DrawClass(canvas, font, data, names, classifier, result, labels[i], left, top);
        }

        using SKData png = picture.Encode(SKEncodedImageFormat.Png, quality: 100);
        using FileStream file = File.Create(path);
        png.SaveTo(file);
    }

    private static void WriteNames(SKCanvas canvas, SKFont font, float top)
    {
        for (int row = 0; row < Rows.Length; row++)
        {
            float middle = top + CaptionHeight + (row * (ImageSide + Gap)) + (ImageSide / 2f);
            Write(canvas, font, Rows[row], Margin, middle + (TextSize / 3), SKTextAlign.Left);
        }
    }

    private static void DrawClass(
        SKCanvas canvas,
        SKFont font,
        ImageDatasetSplit data,
        ClassNames names,
        WisardClassifier<byte> classifier,
        TrialResult result,
        byte label,
        float left,
        float top)
    {
        float middle = left + (ImageSide / 2f);
        Write(canvas, font, names.Of(label), middle, top + TextSize, SKTextAlign.Center);
        top += CaptionHeight;
        ImageDataset train = data.Train;
        Draw(canvas, train.ImageOf(train.Labels.Span.IndexOf(label)), train, left, top);
        Draw(canvas, ToGray(classifier.Prototype(label)), train, left, top + ImageSide + Gap);
        float mistakeTop = top + (2 * (ImageSide + Gap));
        if (SurestMistake(data.Test, result.Answers, label) is not int mistake)
        {
            Write(canvas, font, "none", middle, mistakeTop + ((ImageSide + TextSize) / 2), SKTextAlign.Center);
        }
        else
        {
            Draw(canvas, data.Test.ImageOf(mistake), data.Test, left, mistakeTop);
            string caption = $"read as {names.Of(result.Answers[mistake].Label)}";
            Write(canvas, font, caption, middle, mistakeTop + ImageSide + TextSize + 3, SKTextAlign.Center);
        }
    }

    private static int? SurestMistake(ImageDataset test, IReadOnlyList<Classification<byte>> answers, byte label)
    {
        int? surest = null;
        for (int i = 0; i < answers.Count; i++)
        {
            bool isMistake = test.Labels.Span[i] == label && answers[i].IsKnown && answers[i].Label != label;
            if (isMistake && (surest is null || answers[i].Confidence > answers[surest.Value].Confidence))
            {
                surest = i;
            }
        }

        return surest;
    }

    // The brightest pixel becomes white.
    private static byte[] ToGray(double[] prototype)
    {
        double brightest = Math.Max(prototype.Max(), double.Epsilon);
        return Array.ConvertAll(prototype, level => (byte)(byte.MaxValue * (level / brightest)));
    }

    private static void Draw(SKCanvas canvas, ReadOnlySpan<byte> pixels, ImageDataset shape, float left, float top)
    {
        using SKBitmap image = new(new SKImageInfo(shape.Width, shape.Height, SKColorType.Gray8, SKAlphaType.Opaque));
        for (int row = 0; row < shape.Height; row++)
        {
            pixels.Slice(row * shape.Width, shape.Width).CopyTo(image.GetPixelSpan()[(row * image.RowBytes)..]);
        }

        float scale = (float)ImageSide / Math.Max(shape.Width, shape.Height);
        using SKImage source = SKImage.FromBitmap(image);
        canvas.DrawImage(
            source,
            SKRect.Create(left, top, shape.Width * scale, shape.Height * scale),
            new SKSamplingOptions(SKFilterMode.Nearest));
    }

    private static void Write(SKCanvas canvas, SKFont font, string text, float x, float y, SKTextAlign align)
    {
        using SKPaint paint = new() { Color = SKColors.Black, IsAntialias = true };
        canvas.DrawText(text, x, y, align, font, paint);
    }
}
