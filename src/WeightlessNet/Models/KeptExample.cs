namespace WeightlessNet.Models;

/// <summary>A learned example, with how often it was learned.</summary>
/// <param name="Hash">The hash of the pattern, from <see cref="KeptExamples.HashOf"/>.</param>
/// <param name="Class">The class.</param>
/// <param name="Copies">How often the pattern was learned with the class, above 0.</param>
/// <param name="Pattern">The packed pattern.</param>
internal readonly record struct KeptExample(ulong Hash, int Class, long Copies, ulong[] Pattern);
