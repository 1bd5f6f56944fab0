using Spectre.Console;
using WeightlessNet.Datasets;
using WeightlessNet.Models;

namespace DigitsSample;

/// <summary>What the nodes of each class remember, drawn with characters.</summary>
internal static class MentalImageView
{
    private const int MostColumns = 14;
    private const int Gap = 2;

    // From dark to bright.
    private const string Shades = " .:-=+*#%@";

    public static void Write(IAnsiConsole console, ImageDatasetSplit data, ClassNames names, WisardClassifier<byte> classifier)
    {
        console.MarkupLine("[bold]What the WiSARD remembers of each class: its mental images[/]");
        int columns = Math.Min(MostColumns, data.Train.Width);

        // A character is about twice as high as it is wide.
        int rows = Math.Max(1, columns * data.Train.Height / data.Train.Width / 2);
        int perLine = Math.Max(1, (console.Profile.Width + Gap) / (columns + Gap));
        foreach (byte[] labels in classifier.Labels.Order().Chunk(perLine))
        {
            string[][] images = Array.ConvertAll(labels, label => Draw(classifier.Prototype(label), data.Train, columns, rows));
            WriteLine(console, labels.Select(label => Fit(names.WithNumber(label), columns)));
            for (int row = 0; row < rows; row++)
            {
                WriteLine(console, images.Select(image => image[row]));
            }

            console.WriteLine();
        }
    }

    private static void WriteLine(IAnsiConsole console, IEnumerable<string> parts) =>
        console.WriteLine(string.Join(new string(' ', Gap), parts).TrimEnd());

    private static string Fit(string text, int width) => text.Length > width ? text[..width] : text.PadRight(width);

    private static string[] Draw(double[] prototype, ImageDataset shape, int columns, int rows)
    {
        double[] means = new double[rows * columns];
        for (int cell = 0; cell < means.Length; cell++)
        {
            means[cell] = MeanOf(
                prototype,
                shape.Width,
                Part(cell / columns, rows, shape.Height),
                Part(cell % columns, columns, shape.Width));
        }

        double brightest = Math.Max(means.Max(), double.Epsilon);
        return
        [
            .. means.Select(mean => Shades[(int)Math.Round((Shades.Length - 1) * mean / brightest)])
                .Chunk(columns)
                .Select(line => new string(line)),
        ];
    }

    // The pixels of one of equal parts of a side; at least one.
    private static Range Part(int part, int parts, int side)
    {
        int start = part * side / parts;
        return start..Math.Max(start + 1, (part + 1) * side / parts);
    }

    private static double MeanOf(double[] image, int width, Range rows, Range columns)
    {
        double sum = 0;
        int count = 0;
        for (int row = rows.Start.Value; row < rows.End.Value; row++)
        {
            for (int column = columns.Start.Value; column < columns.End.Value; column++)
            {
                sum += image[(row * width) + column];
                count++;
            }
        }

        return count == 0 ? 0 : sum / count;
    }
}
