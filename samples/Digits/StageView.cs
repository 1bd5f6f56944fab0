using Spectre.Console;

namespace DigitsSample;

/// <summary>Shows the current stage: with a spinner on terminals, otherwise with a line on the error stream.</summary>
internal sealed class StageView
{
    private readonly IAnsiConsole _console;

    public StageView(IAnsiConsole console) => _console = console;

    /// <summary>Shows the stage and runs its work.</summary>
    public async Task<T> ShowAsync<T>(string stage, Func<T> work)
    {
        if (!Console.IsOutputRedirected)
        {
            return await _console.Status().StartAsync(Markup.Escape(stage), _ => Task.Run(work));
        }

        await Console.Error.WriteLineAsync(stage);
        return await Task.Run(work);
    }
}
