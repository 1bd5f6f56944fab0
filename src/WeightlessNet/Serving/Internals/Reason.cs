namespace WeightlessNet.Serving.Internals;

/// <summary>A part of a score, in words.</summary>
/// <param name="Words">What it is.</param>
/// <param name="Amount">What it adds.</param>
internal readonly record struct Reason(string Words, double Amount)
{
    /// <summary>Whether it is said without its amount, as it does something else.</summary>
    public bool IsSilent { get; init; }
}
