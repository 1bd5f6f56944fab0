using ScottPlot;

namespace MovieLensSample;

/// <summary>How every plot draws a system. Systems of one plot differ in color and marker.</summary>
/// <remarks>
/// The first colors are those of Okabe and Ito, Color Universal Design (2008), the next three of Paul Tol's muted scheme; the color-blind
/// can tell them apart. Baselines are gray, and differ in shade, marker and dashes.
/// </remarks>
internal sealed record SystemLook(Color Color, MarkerShape Marker, LinePattern Pattern, float LineWidth)
{
    public static readonly SystemLook Blue = Learner("#0072B2", MarkerShape.FilledCircle);
    public static readonly SystemLook Sky = Learner("#56B4E9", MarkerShape.FilledSquare);
    public static readonly SystemLook Vermillion = Learner("#D55E00", MarkerShape.FilledTriangleUp);
    public static readonly SystemLook Green = Learner("#009E73", MarkerShape.FilledDiamond);
    public static readonly SystemLook Pink = Learner("#CC79A7", MarkerShape.FilledTriangleDown);
    public static readonly SystemLook Orange = Learner("#E69F00", MarkerShape.OpenCircle);
    public static readonly SystemLook Black = Learner("#000000", MarkerShape.OpenSquare);
    public static readonly SystemLook Indigo = Learner("#332288", MarkerShape.OpenDiamond);
    public static readonly SystemLook Wine = Learner("#882255", MarkerShape.OpenTriangleUp);
    public static readonly SystemLook Olive = Learner("#999933", MarkerShape.OpenTriangleDown);

    public static readonly SystemLook Biases = Baseline("#5A5A5A", MarkerShape.Cross, LinePattern.Dashed);
    public static readonly SystemLook ItemMean = Baseline("#8C8C8C", MarkerShape.OpenTriangleUp, LinePattern.Dotted);
    public static readonly SystemLook UserMean = Baseline("#A6A6A6", MarkerShape.OpenSquare, LinePattern.DenselyDashed);
    public static readonly SystemLook Constant = Baseline("#BFBFBF", MarkerShape.OpenDiamond, LinePattern.Dotted);
    public static readonly SystemLook BestConstant = Baseline("#333333", MarkerShape.OpenCircle, LinePattern.DenselyDashed);
    public static readonly SystemLook Popularity = Baseline("#7F7F7F", MarkerShape.OpenTriangleDown, LinePattern.Dashed);
    public static readonly SystemLook ItemNeighbors = Baseline("#8C8C8C", MarkerShape.OpenCircle, LinePattern.Dotted);
    public static readonly SystemLook UserNeighbors = Baseline("#A6A6A6", MarkerShape.OpenTriangleDown, LinePattern.DenselyDashed);

    private static SystemLook Learner(string color, MarkerShape marker) => new(Color.FromHex(color), marker, LinePattern.Solid, 3);

    private static SystemLook Baseline(string color, MarkerShape marker, LinePattern pattern) =>
        new(Color.FromHex(color), marker, pattern, 2);
}
