namespace WeightlessNet.Orleans.Storage;

/// <summary>An entry of the crowd's log.</summary>
/// <param name="Part">The part, 0 to <see cref="CrowdParts.Count"/> - 1.</param>
/// <param name="Sequence">Its number in the part, counted from 1 without a gap.</param>
/// <param name="Change">What it changes.</param>
public readonly record struct CrowdEntry(int Part, long Sequence, ReadOnlyMemory<byte> Change);
