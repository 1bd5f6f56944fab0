namespace WeightlessNet.SourceCode;

/// <summary>A kind of samples in C.</summary>
/// <param name="Suffix">What the names of its functions end with.</param>
/// <param name="Type">The type of an element.</param>
/// <param name="Parameter">The parameter that points to the elements.</param>
/// <param name="SumType">The type of what a thermometer reads.</param>
/// <param name="IsAbove">How the value of bit i is compared.</param>
internal sealed record CSample(string Suffix, string Type, string Parameter, string SumType, string IsAbove)
{
    /// <summary>The parameter with its type.</summary>
    public string Declaration => $"const {Type} *{Parameter}";

    /// <summary>Whether a sample is a packed pattern.</summary>
    public bool IsPattern => IsAbove.Length == 0;
}
