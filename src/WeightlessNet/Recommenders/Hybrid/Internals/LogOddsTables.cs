namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>A user's tables of log-odds; none where the user has rated nothing.</summary>
/// <param name="own">Of the items' own bits.</param>
/// <param name="audience">Of the bits of their audience; none where those are not known.</param>
internal readonly ref struct LogOddsTables(ReadOnlySpan<sbyte> own, ReadOnlySpan<sbyte> audience)
{
    public ReadOnlySpan<sbyte> Own { get; } = own;

    public ReadOnlySpan<sbyte> Audience { get; } = audience;
}
