using WeightlessNet.Evaluation.Reports.Internals;

namespace WeightlessNet.Evaluation.Protocols;

/// <summary>
/// The ranking figures for users of whom a certain number of ratings was known. Immutable and safe to share between threads.
/// </summary>
public sealed class KnownRatingsRanking
{
    /// <inheritdoc cref="KnownRatingsErrors.Minimum"/>
    public required int Minimum { get; init; }

    /// <inheritdoc cref="KnownRatingsErrors.Maximum"/>
    public required int? Maximum { get; init; }

    /// <summary>The number of users in this range.</summary>
    public required int UserCount { get; init; }

    /// <summary>The mean NDCG of these users, 0 to 1; 0 if there are none.</summary>
    public required double Ndcg { get; init; }

    /// <summary>The mean hit rate of these users, 0 to 1; 0 if there are none.</summary>
    public required double HitRate { get; init; }

    /// <summary>The range of known ratings and how good the lists are, in one line.</summary>
    public override string ToString() =>
        FormattableString.Invariant(
            $"{Named.RangeOf(Minimum, Maximum)} known: NDCG {Ndcg:0.0000}, hit rate {HitRate:0.0000}, n = {UserCount:N0}");
}
