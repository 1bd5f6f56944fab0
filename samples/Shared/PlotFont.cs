using ScottPlot;
using SkiaSharp;

namespace WeightlessNet.Samples;

/// <summary>The font of all pictures.</summary>
internal static class PlotFont
{
    // ScottPlot's default font is not on every machine, and its fallback may have serifs.
    public static readonly string Name =
        Array.Find(["Open Sans", "Segoe UI", "Helvetica", "DejaVu Sans", "Liberation Sans"], IsInstalled) ?? Fonts.Default;

    private static bool IsInstalled(string family) => SKFontManager.Default.FontFamilies.Contains(family);
}
