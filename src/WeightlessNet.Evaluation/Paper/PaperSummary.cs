using WeightlessNet.Evaluation.Metrics;
using WeightlessNet.Evaluation.Protocols;

namespace WeightlessNet.Evaluation.Paper;

/// <summary>What one system did in all repetitions of one experiment of a <see cref="PaperProtocol"/>.</summary>
/// <param name="System">The name of the candidate or baseline.</param>
/// <param name="Kind">Whether it is a candidate or a baseline.</param>
/// <param name="ReviewsPerUser">How many reviews of each user were sampled.</param>
/// <param name="MeanAccuracy">The spread over the repetitions of the mean over the users.</param>
/// <param name="MedianAccuracy">The spread over the repetitions of the median over the users.</param>
public sealed record PaperSummary(string System, SystemKind Kind, int ReviewsPerUser, Spread MeanAccuracy, Spread MedianAccuracy);
