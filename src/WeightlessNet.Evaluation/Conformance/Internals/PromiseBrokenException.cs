namespace WeightlessNet.Evaluation.Conformance.Internals;

/// <summary>A recommender did not do what it promises; the message says what it did.</summary>
internal sealed class PromiseBrokenException(string message) : Exception(message);
