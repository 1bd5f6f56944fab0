namespace LiveTuning.Audience;

/// <summary>Tells failures to write a file from all others.</summary>
internal static class StorageFailure
{
    /// <summary>
    /// Whether an exception says that a file cannot be written. The last is how the runtime reports a file that may not become larger, by a
    /// limit of the process or of the file system.
    /// </summary>
    public static bool Is(Exception failure) =>
        failure is (IOException and not BadHttpRequestException) or UnauthorizedAccessException
            or ArgumentOutOfRangeException { ParamName: "value" };
}
