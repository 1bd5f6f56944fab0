namespace WeightlessNet.Evaluation.Paper.Internals;

/// <summary>The levels of the paper, 0 to 10: one for each half star.</summary>
internal static class PaperLevels
{
    public const int Highest = 10;

    public const int Count = Highest + 1;

    /// <summary>The largest distance in levels at which a prediction still counts as right.</summary>
    public const int Tolerance = 2;

    /// <summary>The level nearest to a number of stars; halves round up.</summary>
    public static int Of(double stars) => (int)Math.Clamp(Math.Round(2 * stars, MidpointRounding.AwayFromZero), 0, Highest);

    public static bool IsRight(int predicted, int actual) => Math.Abs(predicted - actual) <= Tolerance;
}
