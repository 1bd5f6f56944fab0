namespace DigitsSample;

/// <summary>
/// The strokes of the ten digits, in a box of 1 by 1, y downwards. A stroke is a chain of quadratic Bézier curves: a point on the line, a
/// control point, a point on the line, and so on; a straight line has its control point in the middle.
/// </summary>
internal static class DigitStrokes
{
    private static readonly (double X, double Y)[][][] Strokes =
    [
        [[(0.5, 0), (1, 0), (1, 0.5), (1, 1), (0.5, 1), (0, 1), (0, 0.5), (0, 0), (0.5, 0)]],
        [Line(0.3, 0.18, 0.55, 0), Line(0.55, 0, 0.55, 1)],
        [[(0.05, 0.25), (0.1, 0), (0.5, 0), (0.95, 0), (0.95, 0.3), (0.9, 0.6), (0.05, 1)], Line(0.05, 1, 1, 1)],
        [
            [(0.1, 0.1), (0.25, 0), (0.5, 0), (0.9, 0), (0.9, 0.24), (0.9, 0.47), (0.4, 0.47)],
            [(0.4, 0.47), (1, 0.47), (1, 0.74), (1, 1), (0.5, 1), (0.2, 1), (0.03, 0.86)],
        ],
        [Line(0.7, 0, 0, 0.66), Line(0, 0.66, 1, 0.66), Line(0.7, 0, 0.7, 1)],
        [
            Line(0.9, 0, 0.18, 0),
            Line(0.18, 0, 0.12, 0.45),
            [(0.12, 0.45), (0.3, 0.36), (0.5, 0.36), (1, 0.36), (1, 0.68), (1, 1), (0.5, 1), (0.2, 1), (0.05, 0.88)],
        ],
        [
            [(0.8, 0.02), (0.1, 0.2), (0.05, 0.7), (0.05, 1), (0.5, 1)],
            [(0.5, 1), (0.95, 1), (0.95, 0.7), (0.95, 0.42), (0.5, 0.42), (0.1, 0.42), (0.05, 0.7)],
        ],
        [Line(0.05, 0, 0.95, 0), [(0.95, 0), (0.5, 0.45), (0.35, 1)]],
        [
            [(0.5, 0.47), (0.1, 0.47), (0.1, 0.23), (0.1, 0), (0.5, 0), (0.9, 0), (0.9, 0.23), (0.9, 0.47), (0.5, 0.47)],
            [(0.5, 0.47), (0, 0.47), (0, 0.74), (0, 1), (0.5, 1), (1, 1), (1, 0.74), (1, 0.47), (0.5, 0.47)],
        ],
        [
            [(0.2, 0.98), (0.9, 0.8), (0.95, 0.3), (0.95, 0), (0.5, 0)],
            [(0.5, 0), (0.05, 0), (0.05, 0.3), (0.05, 0.58), (0.5, 0.58), (0.9, 0.58), (0.95, 0.3)],
        ],
    ];

    /// <summary>The strokes of a digit, 0 to 9.</summary>
    public static ReadOnlySpan<(double X, double Y)[]> Of(int digit) => Strokes[digit];

    private static (double X, double Y)[] Line(double fromX, double fromY, double toX, double toY) =>
        [(fromX, fromY), ((fromX + toX) / 2, (fromY + toY) / 2), (toX, toY)];
}
