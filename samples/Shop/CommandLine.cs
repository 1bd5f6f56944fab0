namespace ShopSample;

/// <summary>The options. ASP.NET reads them, but takes unknown ones in silence: this finds what is wrong.</summary>
internal static class CommandLine
{
    /// <summary>The text of <c>--help</c>, in lines of at most 80 characters.</summary>
    public const string Help = """
        A shop's interface: clicks, purchases, lists with reasons.

        dotnet run --project samples/Shop -- [OPTION VALUE]...

          --data DIR   where to store what customers did; default a folder beside
                       the program
          --urls URL   where to listen; default http://localhost:5000
          --help       print this text

        Settings of ASP.NET that have a colon in their names are options too, such as
        --Logging:LogLevel:Default Warning.
        """;

    private static readonly string[] Names = ["--data", "--urls"];

    /// <summary>Whether the command line asks for <see cref="Help"/>.</summary>
    public static bool AsksForHelp(IReadOnlyList<string> arguments) =>
        arguments.Any(argument => argument is "--help" or "-h" or "-?" or "/?");

    /// <summary>The first error, in words; null if there is none. Options are <c>--name value</c> or <c>--name=value</c>.</summary>
    public static string? ErrorIn(IReadOnlyList<string> arguments)
    {
        HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < arguments.Count; i++)
        {
            string[] parts = arguments[i].Split('=', 2);
            string name = parts[0];
            bool isSetting = name.StartsWith("--", StringComparison.Ordinal) && name.Contains(':');
            if (!isSetting && !Names.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                return $"There is no option '{name}'.";
            }

            if (!seen.Add(name))
            {
                return $"{name} is given twice.";
            }

            bool follows = parts.Length == 1 && ++i < arguments.Count && !arguments[i].StartsWith("--", StringComparison.Ordinal);
            string value = follows ? arguments[i] : parts.ElementAtOrDefault(1) ?? "";
            if (value.Length == 0)
            {
                return $"{name} needs a value.";
            }

            string? wrong = name.Equals("--urls", StringComparison.OrdinalIgnoreCase)
                ? Array.Find(value.Split(';'), url => !IsAddress(url))
                : null;
            if (wrong is not null)
            {
                return $"--urls must be addresses such as http://localhost:5000, not '{wrong}'.";
            }
        }

        return null;
    }

    // A host name such as * or + is Kestrel's own, and no valid URI.
    private static bool IsAddress(string url) =>
        Uri.TryCreate(url.Replace("//*", "//any").Replace("//+", "//any"), UriKind.Absolute, out Uri? address)
        && address.Scheme is "http" or "https";
}
