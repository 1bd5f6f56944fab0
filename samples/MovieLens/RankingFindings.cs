using WeightlessNet.Evaluation.Comparison;
using WeightlessNet.Evaluation.Protocols;

namespace MovieLensSample;

/// <summary>The report of the ranking protocol, and how certain the order of systems is.</summary>
/// <param name="Report">The report.</param>
/// <param name="Rows">One row per system, in the order of the report.</param>
internal sealed record RankingFindings(RankingReport Report, IReadOnlyList<RankingComparison> Rows)
{
    /// <summary>Compares each system by NDCG with the best of the others.</summary>
    public static RankingFindings Of(RankingReport report, ulong seed)
    {
        BootstrapOptions bootstrap = new() { Seed = seed };
        RankingResult[] best = [.. report.Results.OrderByDescending(result => result.Lists[0].Ndcg).Take(2)];
        return new RankingFindings(
            report,
            [
                .. report.Results.Select(result =>
                {
                    RankingResult other = result == best[0] ? best[^1] : best[0];
                    IReadOnlyList<UserValue> own = result.Lists[0].UserNdcg;
                    return new RankingComparison(
                        result,
                        Bootstrap.MeanInterval(own, bootstrap),
                        other.Name,
                        PairedComparison.Of(own, other.Lists[0].UserNdcg, bootstrap));
                }),
            ]);
    }
}
