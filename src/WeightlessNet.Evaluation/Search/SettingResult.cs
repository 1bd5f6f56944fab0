namespace WeightlessNet.Evaluation.Search;

/// <summary>How good a setting was on the data that the choice was made with. Immutable.</summary>
public sealed class SettingResult
{
    /// <summary>The setting.</summary>
    public required SearchSetting Setting { get; init; }

    /// <summary>The mean of the goal's figure over the inner splits.</summary>
    public required double Score { get; init; }

    /// <summary>The figure of each inner split, in their order.</summary>
    public required IReadOnlyList<double> Scores { get; init; }

    /// <summary>The values and the mean score, in one line.</summary>
    public override string ToString() => FormattableString.Invariant($"{Setting}: {Score:0.0000}");
}
