namespace WeightlessNet.Discriminators;

/// <summary>What a <see cref="Sample"/> holds.</summary>
internal enum SampleKind
{
    Pattern,
    Bytes,
    Numbers,
}
