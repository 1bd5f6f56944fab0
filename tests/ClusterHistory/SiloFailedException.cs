namespace ClusterHistory;

/// <summary>A silo could not be started.</summary>
internal sealed class SiloFailedException(string message) : Exception(message);
