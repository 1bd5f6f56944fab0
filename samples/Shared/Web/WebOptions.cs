namespace WeightlessNet.Samples;

/// <summary>What the command lines of samples that serve pages have in common.</summary>
internal static class WebOptions
{
    /// <summary>Whether the command line asks for help.</summary>
    public static bool AskForHelp(IReadOnlyList<string> arguments) =>
        arguments.Any(argument => argument is "--help" or "-h" or "-?" or "/?");

    /// <summary>Reads the options, each as <c>--name value</c> or <c>--name=value</c>.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="isOption">Whether there is an option of a name.</param>
    /// <exception cref="CommandLineException">An option is unknown or occurs twice, or lacks its value.</exception>
    public static IEnumerable<(string Name, string Value)> Read(IReadOnlyList<string> arguments, Predicate<string> isOption)
    {
        HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < arguments.Count; i++)
        {
            string[] parts = arguments[i].Split('=', 2);
            string name = parts[0];
            if (!isOption(name))
            {
                throw new CommandLineException($"There is no option '{name}'.");
            }

            if (!seen.Add(name))
            {
                throw new CommandLineException($"{name} is given twice.");
            }

            if (parts.Length == 1 && (++i == arguments.Count || arguments[i].StartsWith("--", StringComparison.Ordinal)))
            {
                throw new CommandLineException($"{name} needs a value.");
            }

            yield return (name, parts.Length == 2 ? parts[1] : arguments[i]);
        }
    }

    /// <summary>A value that is not empty.</summary>
    /// <exception cref="CommandLineException">It is empty.</exception>
    public static string Text(string name, string value) =>
        value.Length > 0 ? value : throw new CommandLineException($"{name} needs a value.");

    /// <summary>Addresses to listen at, separated by semicolons.</summary>
    /// <param name="value">The addresses.</param>
    /// <param name="example">An address for the message.</param>
    /// <exception cref="CommandLineException">One of them is no address.</exception>
    public static string Addresses(string value, string example)
    {
        foreach (string url in value.Split(';'))
        {
            // A host name such as * or + is Kestrel's own, and no valid URI.
            string tried = url.Replace("//*", "//any", StringComparison.Ordinal).Replace("//+", "//any", StringComparison.Ordinal);
            if (!Uri.TryCreate(tried, UriKind.Absolute, out Uri? address) || address.Scheme is not ("http" or "https"))
            {
                throw new CommandLineException($"--urls must be addresses such as {example}, not '{url}'.");
            }

            if (address is { Host: "localhost", Port: 0 })
            {
                throw new CommandLineException(
                    $"--urls cannot leave the port of localhost open, because that stands for two addresses. Write {url.Replace(
                        "localhost", "127.0.0.1", StringComparison.OrdinalIgnoreCase)}.");
            }

            if (address.PathAndQuery != "/")
            {
                throw new CommandLineException($"--urls must have no path, not '{url}'.");
            }
        }

        return value;
    }
}
