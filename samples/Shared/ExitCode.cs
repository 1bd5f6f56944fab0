namespace WeightlessNet.Samples;

/// <summary>The exit codes of the process.</summary>
internal static class ExitCode
{
    /// <summary>Everything was done.</summary>
    public const int Success = 0;

    /// <summary>The work could not be done: data that cannot be read, a folder that cannot be written, a port in use.</summary>
    public const int Failure = 1;

    /// <summary>The command line is wrong.</summary>
    public const int UsageError = 2;

    /// <summary>Ctrl-C: 128 plus the number of the signal, as in shells. A server that is asked to end ends with success.</summary>
    public const int Interrupted = 130;
}
