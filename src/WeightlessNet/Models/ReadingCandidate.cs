using WeightlessNet.Discriminators;

namespace WeightlessNet.Models;

/// <summary>A way to read cells.</summary>
/// <param name="Nodes">The nodes that are read.</param>
/// <param name="Options">The reading; not <see cref="WisardReading.Automatic"/>.</param>
internal sealed record ReadingCandidate(NodeRange Nodes, WisardOptions Options);
