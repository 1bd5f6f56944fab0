using System.Globalization;

namespace WeightlessNet.Serving.Internals.Storing;

/// <summary>The names of a store's files.</summary>
internal static class StoreNames
{
    public const string Lock = "lock";
    public const string TemporaryEnding = ".tmp";

    private const string LogStart = "log-";
    private const string CheckpointStart = "checkpoint-";

    public static string LogOf(ulong number) => Of(LogStart, number);

    public static string CheckpointOf(ulong number) => Of(CheckpointStart, number);

    /// <summary>The numbers of the segments of the log, ascending.</summary>
    public static ulong[] Logs(IReadOnlyList<string> names) => Numbers(names, LogStart);

    /// <summary>The numbers of the checkpoints, ascending.</summary>
    public static ulong[] Checkpoints(IReadOnlyList<string> names) => Numbers(names, CheckpointStart);

    /// <summary>Whether a file of the store was being written under this name. Others' temporary files are none.</summary>
    public static bool IsTemporary(string name) =>
        name.EndsWith(TemporaryEnding, StringComparison.Ordinal)
        && name[..^TemporaryEnding.Length] is var whole
        && (Logs([whole]).Length > 0 || Checkpoints([whole]).Length > 0);

    private static string Of(string start, ulong number) => string.Create(CultureInfo.InvariantCulture, $"{start}{number:D12}");

    private static ulong[] Numbers(IReadOnlyList<string> names, string start) =>
    [
        .. names
            .Where(name => name.StartsWith(start, StringComparison.Ordinal))
            .Select(name => ulong.TryParse(name.AsSpan(start.Length), NumberStyles.None, CultureInfo.InvariantCulture, out ulong number)
                ? number
                : 0)
            .Where(static number => number > 0)
            .Order(),
    ];
}
