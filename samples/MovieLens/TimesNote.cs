using Spectre.Console;

namespace MovieLensSample;

/// <summary>Says below a table when its times are not those of a system alone.</summary>
internal static class TimesNote
{
    /// <summary>Writes the note if several systems ran at a time.</summary>
    public static void WriteUnlessAlone(IAnsiConsole console, int systemsAtATime)
    {
        if (systemsAtATime > 1)
        {
            console.WriteLine("Several systems ran at a time, so times are longer than those of one alone.");
        }
    }
}
