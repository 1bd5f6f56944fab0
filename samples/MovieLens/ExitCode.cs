namespace MovieLensSample;

/// <summary>What the process tells its caller.</summary>
internal static class ExitCode
{
    /// <summary>All that was asked for is done.</summary>
    public const int Success = 0;

    /// <summary>The data could not be read, or the reports not written.</summary>
    public const int DataError = 1;

    /// <summary>The command line has no meaning.</summary>
    public const int UsageError = 2;

    /// <summary>Ctrl-C: 128 and the number of the signal, as shells have it.</summary>
    public const int Interrupted = 130;
}
