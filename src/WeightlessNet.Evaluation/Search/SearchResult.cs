using WeightlessNet.Evaluation.Protocols;

namespace WeightlessNet.Evaluation.Search;

/// <summary>How good a recommender is on data that the choice did not see. Immutable.</summary>
public sealed class SearchResult
{
    /// <summary>The name: <see cref="SearchReport.ChosenName"/>, <see cref="SearchReport.FirstName"/>, or that of a baseline.</summary>
    public required string Name { get; init; }

    /// <inheritdoc cref="KFoldResult.Kind"/>
    public required ResultKind Kind { get; init; }

    /// <summary>The goal's figure on the held-out ratings.</summary>
    public required double Score { get; init; }

    /// <summary>The name and the score, in one line.</summary>
    public override string ToString() => FormattableString.Invariant($"{Name}: {Score:0.0000}");
}
