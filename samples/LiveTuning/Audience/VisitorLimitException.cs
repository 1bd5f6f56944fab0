namespace LiveTuning.Audience;

/// <summary>A visitor has as many ratings or controls as the server keeps.</summary>
internal sealed class VisitorLimitException(string message) : Exception(message);
