using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace WeightlessNet.Samples;

/// <summary>Handles arguments and errors, the same in every sample.</summary>
internal static class SampleProgram
{
    // Of help that is redirected; in a terminal it has the terminal's width.
    private const int HelpWidth = 80;

    /// <summary>Runs what the arguments ask for. Wrong arguments print a message and one line of usage on the error stream.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(RootCommand root, string[] arguments)
    {
        ParseResult parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (string message in parsed.Errors.Select(MessageOf).Distinct())
            {
                ErrorOutput.WriteLine(message);
            }

            ErrorOutput.WriteLine($"Usage: {root.Name} [options]. --help describes them.");
            return ExitCode.UsageError;
        }

        if (Console.IsOutputRedirected)
        {
            foreach (HelpAction help in root.Options.Select(option => option.Action).OfType<HelpAction>())
            {
                help.MaxWidth = ReportConsole.Columns ?? HelpWidth;
            }
        }

        // Enough time to see the cancellation and to leave no half-written file.
        return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
    }

    /// <summary>Runs the work. An interrupt or a data error becomes one line on the error stream.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> ExitCodeOfAsync(Func<Task> work, CancellationToken cancellation)
    {
        try
        {
            await work();
            return ExitCode.Success;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            ErrorOutput.WriteLine("Stopped.");
            return ExitCode.Interrupted;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            ErrorOutput.WriteLine($"Error: {exception.Message}");
            return ExitCode.DataError;
        }
    }

    /// <summary>Makes an option accept whole numbers of a range, and say so in plain words.</summary>
    public static Func<ArgumentResult, T?> WholeNumber<T>(T minimum, T maximum)
        where T : struct, IBinaryInteger<T> => result =>
    {
        string text = result.Tokens[0].Value;
        if (T.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out T value) && value >= minimum && value <= maximum)
        {
            return value;
        }

        result.AddError(string.Create(
            CultureInfo.InvariantCulture, $"{NameOf(result)} is a whole number from {minimum} to {maximum}, not '{text}'."));
        return null;
    };

    private static string MessageOf(ParseError error) => error.SymbolResult switch
    {
        OptionResult { Tokens.Count: 0, IdentifierTokenCount: > 0 } option => $"{option.Option.Name} needs a value.",
        OptionResult { IdentifierTokenCount: > 1, Option.Arity.MaximumNumberOfValues: 1 } option => $"{option.Option.Name} is given twice.",
        _ => error.Message,
    };

    private static string NameOf(ArgumentResult result) => result.Parent is OptionResult option ? option.Option.Name : "The value";

    /// <summary>Makes a folder option refuse an empty path.</summary>
    public static void RequireText(Option<string?> option) =>
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && string.IsNullOrWhiteSpace(result.Tokens[0].Value))
            {
                result.AddError($"{option.Name} must be the path of a folder, not empty.");
            }
        });
}
