using System.Diagnostics.CodeAnalysis;

namespace WeightlessNet.Models;

/// <summary>The answer of a classifier.</summary>
/// <typeparam name="TLabel">The type of the labels.</typeparam>
/// <param name="IsKnown">
/// False if the classifier does not know: it has learned nothing, or no node has seen its part of the sample.
/// </param>
/// <param name="Label">The class; the default value if unknown.</param>
/// <param name="Confidence">
/// The best class's lead over the second, as a share of the best score: 0 for a tie or an unknown sample, 1 if no other class has a
/// score.
/// </param>
public readonly record struct Classification<TLabel>(
    [property: MemberNotNullWhen(true, nameof(Classification<TLabel>.Label))] bool IsKnown, TLabel? Label, double Confidence);
