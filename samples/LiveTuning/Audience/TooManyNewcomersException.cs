namespace LiveTuning.Audience;

/// <summary>One address has brought as many new visitors as the server accepts in an hour.</summary>
internal sealed class TooManyNewcomersException() : Exception("Too many new visitors come from your address. Try again later.");
