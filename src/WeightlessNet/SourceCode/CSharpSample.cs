namespace WeightlessNet.SourceCode;

/// <summary>A kind of samples in C#.</summary>
/// <param name="Type">The type of an element.</param>
/// <param name="Parameter">The parameter that has the elements.</param>
/// <param name="Length">The constant that has their number.</param>
/// <param name="Description">What the elements are.</param>
/// <param name="SumType">The type of what a thermometer reads.</param>
/// <param name="IsAbove">How the value of bit i is compared.</param>
internal sealed record CSharpSample(string Type, string Parameter, string Length, string Description, string SumType, string IsAbove)
{
    /// <summary>The parameter with its type.</summary>
    public string Declaration => $"{SourceArrays.CSharpSpan}<{Type}> {Parameter}";

    /// <summary>Whether a sample is a packed pattern.</summary>
    public bool IsPattern => IsAbove.Length == 0;
}
