namespace WeightlessNet.Samples;

/// <summary>The command line is wrong; the message says what to write instead.</summary>
internal sealed class CommandLineException(string message) : Exception(message);
