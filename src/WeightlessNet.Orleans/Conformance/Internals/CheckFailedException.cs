namespace WeightlessNet.Orleans.Conformance.Internals;

/// <summary>A store did something else than it has to.</summary>
internal sealed class CheckFailedException(string message) : Exception(message);
