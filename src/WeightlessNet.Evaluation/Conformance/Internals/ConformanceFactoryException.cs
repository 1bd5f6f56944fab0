namespace WeightlessNet.Evaluation.Conformance.Internals;

/// <summary>The factory gave something that cannot be checked.</summary>
internal sealed class ConformanceFactoryException(string message) : InvalidOperationException(message);
