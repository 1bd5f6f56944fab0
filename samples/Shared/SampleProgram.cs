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
        if (WithoutValue(parsed) is [_, ..] without)
        {
            return Refuse(root, without.Select(name => $"{name} needs a value."));
        }

        if (parsed.Errors.Count > 0)
        {
            return Refuse(root, parsed.Errors.Select(MessageOf).Distinct());
        }

        if (Console.IsOutputRedirected)
        {
            foreach (HelpAction help in root.Options.Select(option => option.Action).OfType<HelpAction>())
            {
                help.MaxWidth = RequestedWidth.Columns ?? HelpWidth;
            }
        }

        // Enough time to see the cancellation and to leave no half-written file.
        return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
    }

    /// <summary>Says on the error stream what is wrong with the arguments.</summary>
    /// <returns>The exit code.</returns>
    public static int Refuse(RootCommand root, params IEnumerable<string> messages)
    {
        foreach (string message in messages)
        {
            ErrorOutput.WriteLine(message);
        }

        ErrorOutput.WriteLine($"Usage: {root.Name} [options]. --help describes them.");
        return ExitCode.UsageError;
    }

    /// <summary>Runs the work. An interrupt or an error that the code expects becomes one line on the error stream.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> ExitCodeOfAsync(Func<Task> work, CancellationToken cancellation)
    {
        // The parser listens to Ctrl+C only when this call has returned a task, and work may begin with a long reading.
        await Task.Yield();
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
            return ExitCode.Failure;
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

    // The parser takes the option that follows for the value.
    private static string[] WithoutValue(ParseResult parsed) =>
    [
        .. parsed.RootCommandResult.Children.OfType<OptionResult>()
            .Where(option => option.Tokens.Any(token => parsed.RootCommandResult.Command.Options.Any(other => other.Name == token.Value)))
            .Select(option => option.Option.Name),
    ];

    private static string MessageOf(ParseError error) => error.SymbolResult switch
    {
        OptionResult { Tokens.Count: 0, IdentifierTokenCount: > 0 } option => $"{option.Option.Name} needs a value.",
        OptionResult { IdentifierTokenCount: > 1, Option.Arity.MaximumNumberOfValues: 1 } option => $"{option.Option.Name} is given twice.",
        _ => error.Message,
    };

    private static string NameOf(ArgumentResult result) => result.Parent is OptionResult option ? option.Option.Name : "The value";

    /// <summary>Makes an option refuse an empty value.</summary>
    /// <param name="option">The option.</param>
    /// <param name="what">What its value is.</param>
    public static void RequireText(Option<string?> option, string what = "the path of a folder") =>
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && string.IsNullOrWhiteSpace(result.Tokens[0].Value))
            {
                result.AddError($"{option.Name} must be {what}, not empty.");
            }
        });
}
