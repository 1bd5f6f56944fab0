using System.Globalization;
using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;

namespace DigitsSample;

/// <summary>A confusion matrix as a picture: a darker cell is a greater share of its row.</summary>
internal static class ConfusionPlot
{
    private const int MostClassesWithFigures = 26;
    private const float TextSize = 18;
    private const int PixelsOfCell = 62;
    private const int LargestSide = 1500;
    private const double DarkFrom = 0.5;

    public static void Save(string path, TrialResult result, string dataset)
    {
        ConfusionMatrix confusion = result.Confusion;
        int rows = confusion.Labels.Count;
        int columns = rows + (confusion.HasUnknown ? 1 : 0);
        double[,] shades = new double[rows, columns];
        Plot plot = new();
        for (int row = 0; row < rows; row++)
        {
            int count = confusion.CountOf(row);
            for (int column = 0; column < columns; column++)
            {
                // The square root makes the few mistakes visible next to the many right answers.
                shades[row, column] = count == 0 ? 0 : Math.Sqrt((double)confusion[row, column] / count);
            }
        }

        Heatmap map = plot.Add.Heatmap(shades);
        map.Colormap = new ScottPlot.Colormaps.CustomInterpolated([Colors.White, Color.FromHex("#56B4E9"), Color.FromHex("#003A5D")]);
        map.ManualRange = new ScottPlot.Range(0, 1);
        for (int edge = 1; edge < Math.Max(rows, columns); edge++)
        {
            plot.Add.VerticalLine(edge - 0.5, 1, Colors.LightGray);
            plot.Add.HorizontalLine(edge - 0.5, 1, Colors.LightGray);
        }

        if (rows <= MostClassesWithFigures)
        {
            AddFigures(plot, confusion, shades);
        }

        plot.Title(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{result.Name}: {100 * confusion.Accuracy:0.00} % right\n({dataset}, {confusion.Count:N0} images)"),
            TextSize + 3);
        Style(plot.Axes.Bottom, "taken for", TicksOf(columns, column => NameOf(confusion, column)));
        Style(plot.Axes.Left, "class", TicksOf(rows, position => NameOf(confusion, rows - 1 - position)));
        plot.Font.Set(PlotFont.Name);
        plot.HideGrid();
        plot.Axes.SetLimits(-0.5, columns - 0.5, -0.5, rows - 0.5);
        int side = Math.Min(LargestSide, (PixelsOfCell * columns) + 120);
        plot.SavePng(path, side, side + 40);
    }

    private static void AddFigures(Plot plot, ConfusionMatrix confusion, double[,] shades)
    {
        int rows = shades.GetLength(0);
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < shades.GetLength(1); column++)
            {
                if (confusion[row, column] > 0)
                {
                    string figure = confusion[row, column].ToString(CultureInfo.InvariantCulture);
                    Text text = plot.Add.Text(figure, column, rows - 1 - row);
                    text.Alignment = Alignment.MiddleCenter;
                    text.LabelFontSize = TextSize - 1;
                    text.LabelFontName = PlotFont.Name;
                    text.LabelFontColor = shades[row, column] > DarkFrom ? Colors.White : Colors.Black;
                }
            }
        }
    }

    private static void Style(IAxis axis, string title, NumericManual ticks)
    {
        axis.Label.Text = title;
        axis.Label.FontSize = TextSize;
        axis.Label.Bold = false;
        axis.TickGenerator = ticks;
        axis.TickLabelStyle.FontSize = TextSize - 1;
        axis.MajorTickStyle.Length = 0;
    }

    private static NumericManual TicksOf(int count, Func<int, string> nameOf)
    {
        NumericManual ticks = new();
        for (int position = 0; position < count; position++)
        {
            ticks.AddMajor(position, nameOf(position));
        }

        return ticks;
    }

    private static string NameOf(ConfusionMatrix confusion, int position) =>
        position == confusion.UnknownColumn ? "?" : confusion.Labels[position].ToString(CultureInfo.InvariantCulture);
}
