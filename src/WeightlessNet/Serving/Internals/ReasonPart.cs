namespace WeightlessNet.Serving.Internals;

/// <summary>A part of a score and its description.</summary>
/// <param name="Words">The description.</param>
/// <param name="Amount">The amount added to the score.</param>
internal readonly record struct ReasonPart(string Words, double Amount)
{
    /// <summary>Whether the amount is not printed, because the reason does something else than add to the score.</summary>
    public bool IsSilent { get; init; }
}
