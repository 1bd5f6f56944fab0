using WeightlessNet.Evaluation.Comparison;
using WeightlessNet.Evaluation.Protocols;

namespace MovieLensSample;

/// <summary>One system of the ranking protocol, compared with the best of the others.</summary>
/// <param name="Result">The system's figures.</param>
/// <param name="Ndcg">Its mean NDCG with the interval of a bootstrap over users.</param>
/// <param name="BestOther">The name of the system with the highest NDCG among the others.</param>
/// <param name="AgainstBestOther">The differences of NDCG to that system, user by user.</param>
internal sealed record RankingComparison(
    RankingResult Result, ConfidenceInterval Ndcg, string BestOther, PairedComparison AgainstBestOther);
