using WeightlessNet.Samples;

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

    /// <summary>The first error, in words; null if there is none.</summary>
    public static string? ErrorIn(IReadOnlyList<string> arguments)
    {
        try
        {
            foreach ((string name, string value) in WebOptions.Read(arguments, IsOption))
            {
                _ = WebOptions.Text(name, value);
                _ = name.Equals("--urls", StringComparison.OrdinalIgnoreCase) ? WebOptions.Addresses(value, "http://localhost:5000") : "";
            }

            return null;
        }
        catch (CommandLineException wrong)
        {
            return wrong.Message;
        }
    }

    // Settings of ASP.NET have a colon in their names.
    private static bool IsOption(string name) =>
        Names.Contains(name, StringComparer.OrdinalIgnoreCase) || (name.StartsWith("--", StringComparison.Ordinal) && name.Contains(':'));
}
