namespace WeightlessNet.Models;

/// <summary>The answer of a regression.</summary>
public readonly struct RegressionAnswer
{
    /// <summary>Creates the value.</summary>
    /// <param name="isKnown">See <see cref="IsKnown"/>.</param>
    /// <param name="value">See <see cref="Value"/>.</param>
    /// <param name="respondingNodes">See <see cref="RespondingNodes"/>.</param>
    public RegressionAnswer(bool isKnown, double value, int respondingNodes)
    {
        IsKnown = isKnown;
        Value = value;
        RespondingNodes = respondingNodes;
    }

    /// <summary>False if no node has seen its part of the sample.</summary>
    public bool IsKnown { get; }

    /// <summary>The prediction; if unknown, the mean of all learned targets, or 0 if there are none. Never NaN.</summary>
    public double Value { get; }

    /// <summary>The number of nodes that have seen their part of the sample.</summary>
    public int RespondingNodes { get; }

    /// <summary>
    /// The value and the number of responding nodes, such as "12.5 (300 nodes)", or "12.5 (unknown)"; the same in every culture.
    /// </summary>
    public override string ToString() => IsKnown
        ? FormattableString.Invariant($"{Value} ({RespondingNodes} nodes)")
        : FormattableString.Invariant($"{Value} (unknown)");
}
