namespace WeightlessNet.Evaluation.Paper.Internals;

/// <summary>The levels of the paper: ten output neurons, half a star each.</summary>
internal static class PaperLevels
{
    public const int Highest = 10;

    public const int Count = Highest + 1;

    /// <summary>How many levels a prediction may be away from the truth and still count as right.</summary>
    public const int Tolerance = 2;

    /// <summary>The level nearest to so many stars; halves go up.</summary>
    public static int Of(double stars) => (int)Math.Clamp(Math.Round(2 * stars, MidpointRounding.AwayFromZero), 0, Highest);

    public static bool IsRight(int predicted, int actual) => Math.Abs(predicted - actual) <= Tolerance;
}
