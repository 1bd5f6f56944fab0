using WeightlessNet.Evaluation.Protocols;

namespace WeightlessNet.Evaluation.Tests;

/// <summary>Results as tuples, which compare by value.</summary>
internal static class Figures
{
    public static (int Minimum, int? Maximum, int Count, double Rmse, double Mae) Of(KnownRatingsErrors row) =>
        (row.Minimum, row.Maximum, row.Count, row.Rmse, row.Mae);

    public static (int Minimum, int? Maximum, int UserCount, double Ndcg, double HitRate) Of(KnownRatingsRanking row) =>
        (row.Minimum, row.Maximum, row.UserCount, row.Ndcg, row.HitRate);
}
