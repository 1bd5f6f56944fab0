using System.CommandLine;

namespace WeightlessNet.Samples;

/// <summary>Handles arguments and errors, the same in every sample.</summary>
internal static class SampleProgram
{
    /// <summary>Runs what the arguments ask for. Wrong arguments print a message and the usage on the error stream.</summary>
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
            await Console.Error.WriteLineAsync("Stopped.");
            return ExitCode.Interrupted;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync("Error: " + exception.Message.ReplaceLineEndings(" "));
            return ExitCode.DataError;
        }
    }

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
