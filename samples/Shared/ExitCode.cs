namespace WeightlessNet.Samples;

/// <summary>The exit codes of the process.</summary>
internal static class ExitCode
{
    /// <summary>Everything was done.</summary>
    public const int Success = 0;

    /// <summary>The data could not be read, or the reports could not be written.</summary>
    public const int DataError = 1;

    /// <summary>The command line is wrong.</summary>
    public const int UsageError = 2;

    /// <summary>Ctrl-C: 128 plus the number of the signal, as in shells.</summary>
    public const int Interrupted = 130;
}
