namespace LiveTuning.Audience;

/// <summary>A visitor's request exceeds a limit.</summary>
internal sealed class VisitorLimitException(string message, Exception? inner = null) : Exception(message, inner);
