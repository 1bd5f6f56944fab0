using ScottPlot;
using SkiaSharp;

namespace WeightlessNet.Samples;

/// <summary>The font of all pictures.</summary>
internal static class PlotFont
{
    // What ScottPlot asks for unless told otherwise is not on every machine, and the fallback may have serifs.
    public static readonly string Name =
        Array.Find(["Open Sans", "Segoe UI", "Helvetica", "DejaVu Sans", "Liberation Sans"], IsInstalled) ?? Fonts.Default;

    private static bool IsInstalled(string family) => SKFontManager.Default.FontFamilies.Contains(family);
}
