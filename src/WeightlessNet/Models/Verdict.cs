namespace WeightlessNet.Models;

/// <summary>The two best scores of a reading. The best class is -1 if no class has a score.</summary>
internal readonly record struct Verdict(int Best, long BestScore, long SecondScore)
{
    public static Verdict Unknown => new(-1, 0, 0);

    public bool IsTie => Best >= 0 && BestScore == SecondScore;

    public double Confidence => Best < 0 ? 0 : (double)(BestScore - Math.Max(0, SecondScore)) / BestScore;
}
