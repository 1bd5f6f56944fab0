using WeightlessNet.Evaluation.Protocols;

namespace WeightlessNet.Evaluation.Paper;

/// <summary>What one system did in one experiment of a <see cref="PaperProtocol"/>.</summary>
/// <param name="System">The name of the candidate or baseline.</param>
/// <param name="Kind">Whether it is a candidate or a baseline.</param>
/// <param name="ReviewsPerUser">How many reviews of each user were sampled.</param>
/// <param name="Seed">The seed of the sample.</param>
/// <param name="TestReviewsPerUser">How many reviews of each user were predicted: the fewer, the coarser is a user's accuracy.</param>
/// <param name="MeanAccuracy">The mean over the users of their accuracies, 0 to 1.</param>
/// <param name="MedianAccuracy">
/// The median over the users of their accuracies, 0 to 1; between the two middle ones where they are even in number.
/// </param>
/// <param name="FitSeconds">
/// Seconds of wall time that training on all users took: information, never the same twice. <see langword="null"/> for baselines.
/// </param>
/// <param name="PredictSeconds">
/// Seconds of wall time that all predictions took: information, never the same twice. <see langword="null"/> for baselines.
/// </param>
public sealed record PaperResult(
    string System,
    SystemKind Kind,
    int ReviewsPerUser,
    ulong Seed,
    int TestReviewsPerUser,
    double MeanAccuracy,
    double MedianAccuracy,
    double? FitSeconds,
    double? PredictSeconds);
