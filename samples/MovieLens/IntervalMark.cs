using ScottPlot;

namespace MovieLensSample;

/// <summary>A lying interval: a line with a cap at each end, on a white rim, so that it shows on a bar of any color.</summary>
internal static class IntervalMark
{
    private const double Cap = 0.16;

    /// <summary>Adds an interval.</summary>
    /// <param name="plot">The plot.</param>
    /// <param name="estimate">The figure with its interval.</param>
    /// <param name="position">The height of the line; the caps extend to both sides of it.</param>
    /// <param name="color">The color of the line.</param>
    public static void Add(Plot plot, Estimate estimate, double position, Color color)
    {
        (double lower, double upper) = (estimate.Lower, estimate.Upper);
        (double, double, double, double)[] lines =
        [
            (lower, position, upper, position),
            (lower, position - Cap, lower, position + Cap),
            (upper, position - Cap, upper, position + Cap),
        ];
        foreach (LineStyle style in new LineStyle[] { new(6, Colors.White), new(3, color) })
        {
            foreach ((double x1, double y1, double x2, double y2) in lines)
            {
                plot.Add.Line(x1, y1, x2, y2).LineStyle = style;
            }
        }
    }
}
