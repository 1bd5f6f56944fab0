using System.CommandLine;

namespace WeightlessNet.Samples;

/// <summary>What becomes of arguments and of errors, the same in every sample.</summary>
internal static class SampleProgram
{
    /// <summary>Does what the arguments ask for; where they have no meaning it says so with the usage on the error stream.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(RootCommand root, string[] arguments)
    {
        ParseResult parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (string message in parsed.Errors.Select(error => error.Message).Distinct())
            {
                await Console.Error.WriteLineAsync(message);
            }

            await Console.Error.WriteLineAsync();
            await root.Parse("--help").InvokeAsync(new InvocationConfiguration { Output = Console.Error });
            return ExitCode.UsageError;
        }

        // Enough time for what runs to see the cancellation and to leave no half-written file.
        return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
    }

    /// <summary>Does the work. An interrupt and errors of data become one line on the error stream.</summary>
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
            await Console.Error.WriteLineAsync("Stopped.");
            return ExitCode.Interrupted;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync("Error: " + exception.Message.ReplaceLineEndings(" "));
            return ExitCode.DataError;
        }
    }

    /// <summary>Lets an option for a folder refuse an empty path.</summary>
    public static void RequireText(Option<string?> option) =>
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && string.IsNullOrWhiteSpace(result.Tokens[0].Value))
            {
                result.AddError($"{option.Name} is the path of a folder, and not empty.");
            }
        });
}
