using System.Text;

namespace WeightlessNet.Samples;

/// <summary>Messages on the error stream. In a terminal their lines end between words; elsewhere a message is one line.</summary>
internal static class ErrorOutput
{
    /// <summary>Writes a message. Its own ends of lines become spaces.</summary>
    public static void WriteLine(string message)
    {
        string line = message.ReplaceLineEndings(" ");
        Console.Error.WriteLine(Console.IsErrorRedirected ? line : Wrapped(line, Console.WindowWidth));
    }

    // A word that is longer than the terminal is wide, such as a path, stays whole, so that it can be copied.
    private static string Wrapped(string line, int width)
    {
        StringBuilder text = new();
        int column = 0;
        foreach (string word in line.Split(' '))
        {
            bool continues = column > 0 && (column + 1 + word.Length <= width || width <= 0);
            text.Append(continues ? " " : text.Length > 0 ? "\n" : "").Append(word);
            column = (continues ? column + 1 : 0) + word.Length;
        }

        return text.ToString();
    }
}
