using Spectre.Console;
using WeightlessNet.Evaluation.Protocols;

namespace MovieLensSample;

/// <summary>A progress bar for terminals. It disappears when the work is done.</summary>
internal sealed class LiveProgressView : IProgressView
{
    private readonly IAnsiConsole _console;

    public LiveProgressView(IAnsiConsole console) => _console = console;

    /// <inheritdoc/>
    public Task<T> ShowAsync<T>(string title, Func<IProgress<EvaluationProgress>, Task<T>> work) =>
        _console.Progress()
            .AutoClear(true)
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left },
                new ProgressBarColumn(),
                new PercentageColumn(),
                new ElapsedTimeColumn())
            .StartAsync(context => work(new Bar(context.AddTask(Markup.Escape(title), maxValue: 1), title)));

    private sealed class Bar(ProgressTask task, string title) : IProgress<EvaluationProgress>
    {
        private string _system = "";

        public void Report(EvaluationProgress value)
        {
            if (_system != value.Name)
            {
                _system = value.Name;
                task.Description = Markup.Escape($"{title}: {value.Name}");
            }

            task.Value = value.Fraction;
        }
    }
}
