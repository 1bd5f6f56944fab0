using ScottPlot;
using SkiaSharp;

namespace MovieLensSample;

/// <summary>The one look of all plots. A system has the same colour and marker in each of them.</summary>
internal static class PlotStyle
{
    public const int Width = 1200;
    public const int Height = 675;
    public const float TextSize = 18;

    private static readonly Color Grey = Color.FromHex("#9A9A9A");

    // Of Okabe and Ito, Color Universal Design (2008): told apart by the colour-blind too.
    private static readonly Dictionary<string, Color> Colors = new(StringComparer.Ordinal)
    {
        [ComparedSystems.Weightless] = Color.FromHex("#0072B2"),
        [ComparedSystems.WeightlessExpected] = Color.FromHex("#56B4E9"),
        [ComparedSystems.WeightlessFollowingDrift] = Color.FromHex("#56B4E9"),
        [ComparedSystems.WeightedNetwork] = Color.FromHex("#D55E00"),
        [ComparedSystems.CollaborativeFiltering] = Color.FromHex("#009E73"),
        [ComparedSystems.Bias] = Color.FromHex("#CC79A7"),
        [ComparedSystems.ItemMean] = Color.FromHex("#E69F00"),
    };

    // What ScottPlot asks for unless told otherwise is not on every machine, and the fallback may have serifs.
    public static readonly string Font =
        Array.Find(["Open Sans", "Segoe UI", "Helvetica", "DejaVu Sans", "Liberation Sans"], IsInstalled) ?? Fonts.Default;

    /// <summary>Whether the system learns more than a mean; the others are drawn in grey.</summary>
    public static bool IsColoured(string system) => Colors.ContainsKey(system);

    public static Color ColorOf(string system) => Colors.GetValueOrDefault(system, Grey);

    /// <summary>An empty plot with its texts.</summary>
    public static Plot NewPlot(string title, string x, string y)
    {
        Plot plot = new();
        plot.Title(title, size: TextSize + 4);
        plot.Axes.Bottom.Label.Text = x;
        plot.Axes.Left.Label.Text = y;
        foreach (IAxis axis in new IAxis[] { plot.Axes.Bottom, plot.Axes.Left })
        {
            axis.Label.FontSize = TextSize;
            axis.Label.Bold = false;
            axis.TickLabelStyle.FontSize = TextSize - 2;
        }

        plot.Font.Set(Font);
        plot.Axes.Right.FrameLineStyle.Width = 0;
        plot.Axes.Top.FrameLineStyle.Width = 0;
        return plot;
    }

    /// <summary>Puts the legend beside the data, not upon it.</summary>
    public static void ShowLegend(Plot plot)
    {
        plot.Legend.FontSize = TextSize - 2;
        plot.Legend.FontName = Font;
        plot.Legend.OutlineWidth = 0;
        plot.Legend.ShadowColor = ScottPlot.Colors.Transparent;
        plot.ShowLegend(Edge.Right);
    }

    private static bool IsInstalled(string family) => SKFontManager.Default.FontFamilies.Contains(family);
}
