using System.Diagnostics.CodeAnalysis;

namespace WeightlessNet.Models;

/// <summary>The answer of a classifier.</summary>
/// <typeparam name="TLabel">The type of the labels.</typeparam>
public readonly struct Classification<TLabel>
{
    /// <summary>Creates the value.</summary>
    /// <param name="isKnown">See <see cref="IsKnown"/>.</param>
    /// <param name="label">See <see cref="Label"/>.</param>
    /// <param name="confidence">See <see cref="Confidence"/>.</param>
    public Classification(bool isKnown, TLabel? label, double confidence)
    {
        IsKnown = isKnown;
        Label = label;
        Confidence = confidence;
    }

    /// <summary>False if the classifier does not know: it has learned nothing, or no node has seen its part of the sample.</summary>
    [MemberNotNullWhen(true, nameof(Label))]
    public bool IsKnown { get; }

    /// <summary>The class; the default value if unknown.</summary>
    public TLabel? Label { get; }

    /// <summary>
    /// The best class's lead over the second: 0 for a tie or an unknown sample. A model that counts gives it as a share of the best score,
    /// 1 if no other class has a score. Models whose scores have signs (<see cref="MarginClassifier{TLabel}"/>,
    /// <see cref="Int8MarginModel{TLabel}"/> and look-up networks) give it as a share of the lead over the last class, which with two
    /// classes is always 1: use their probabilities there.
    /// </summary>
    public double Confidence { get; }

    /// <summary>The class and the confidence, such as "cat (confidence 0.82)", or "unknown"; the same in every culture.</summary>
    public override string ToString() =>
        IsKnown ? FormattableString.Invariant($"{Label} (confidence {Confidence:0.00})") : "unknown";
}
