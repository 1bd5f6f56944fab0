namespace LiveTuning.Audience;

/// <summary>There is no room for what a visitor asks for.</summary>
internal sealed class VisitorLimitException(string message, Exception? inner = null) : Exception(message, inner);
