using WeightlessNet.Discriminators;

namespace WeightlessNet.Benchmarks.Classification;

/// <summary>The rows of a table as samples for a layer.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="First">Gives the first rows, in the order in which they are learned.</param>
/// <param name="Test">The rows to test with.</param>
internal sealed record StreamRows(InputLayer Layer, Func<int, SampleBatch> First, SampleBatch Test);
