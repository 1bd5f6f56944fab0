using ScottPlot;

namespace MovieLensSample;

/// <summary>How every plot draws a system. Systems differ in color and marker.</summary>
/// <remarks>The colors are those of Okabe and Ito, Color Universal Design (2008), which the color-blind can tell apart.</remarks>
internal sealed record SystemLook(Color Color, MarkerShape Marker, LinePattern Pattern, float LineWidth)
{
    public static readonly SystemLook Blue = Learner("#0072B2", MarkerShape.FilledCircle);
    public static readonly SystemLook Sky = Learner("#56B4E9", MarkerShape.FilledSquare);
    public static readonly SystemLook Vermillion = Learner("#D55E00", MarkerShape.FilledTriangleUp);
    public static readonly SystemLook Green = Learner("#009E73", MarkerShape.FilledDiamond);
    public static readonly SystemLook Pink = Learner("#CC79A7", MarkerShape.FilledTriangleDown);
    public static readonly SystemLook Orange = Learner("#E69F00", MarkerShape.OpenCircle);
    public static readonly SystemLook Yellow = Learner("#F0E442", MarkerShape.OpenDiamond);
    public static readonly SystemLook Black = Learner("#000000", MarkerShape.OpenSquare);

    /// <summary>Baselines are gray.</summary>
    public static readonly SystemLook Baseline = new(Color.FromHex("#7F7F7F"), MarkerShape.None, LinePattern.Dashed, 2);

    private static SystemLook Learner(string color, MarkerShape marker) => new(Color.FromHex(color), marker, LinePattern.Solid, 3);
}
