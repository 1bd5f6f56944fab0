using System.Text;
using WeightlessNet.Evaluation.Reports;
using WeightlessNet.Evaluation.Reports.Internals;

namespace WeightlessNet.Evaluation.Conformance;

/// <summary>What <see cref="RecommenderConformance"/> found out about a recommender. Immutable.</summary>
public sealed class ConformanceReport : IEvaluationReport
{
    internal ConformanceReport(IReadOnlyList<ConformanceCheck> checks) => Checks = checks;

    /// <summary>All checks, in the order in which they ran.</summary>
    public IReadOnlyList<ConformanceCheck> Checks { get; }

    /// <summary>Whether no check failed.</summary>
    public bool IsPassed => Checks.All(check => check.Outcome != ConformanceOutcome.Failed);

    /// <summary>Ends a test: does nothing where no check failed.</summary>
    /// <exception cref="InvalidOperationException">A check failed; the message has all failures.</exception>
    public void ThrowIfFailed()
    {
        if (!IsPassed)
        {
            throw new InvalidOperationException(string.Join(
                Environment.NewLine,
                Checks.Where(check => check.Outcome == ConformanceOutcome.Failed).Select(check => $"{check.Name}: {check.Message}")));
        }
    }

    /// <summary>A line for each check: its outcome, its name and its message. Long messages follow in lines of their own.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        foreach (ConformanceCheck check in Checks)
        {
            string line = $"{check.Outcome,-13} {check.Name,-20}";
            if (line.Length + 1 + check.Message.Length <= TableText.Width)
            {
                text.Append($"{line} {check.Message}".TrimEnd()).Append('\n');
            }
            else
            {
                text.Append(line.TrimEnd()).Append('\n');
                TableText.AppendWrapped(text, check.Message, indent: "    ");
            }
        }

        return text.ToString();
    }

    /// <inheritdoc/>
    public IReadOnlyList<ReportTable> ToTables() =>
    [
        new TableBuilder<ConformanceCheck>("checks", "Conformance", Checks)
            .Key("name", check => check.Name)
            .Plain("outcome", "outcome", check => check.Outcome.ToString())
            .Plain("message", "message", check => check.Message)
            .Build(),
    ];

    /// <inheritdoc/>
    public void WriteCsv(TextWriter writer) => ToTables()[0].WriteCsv(writer);

    /// <inheritdoc/>
    public void WriteJson(Stream stream) => TableFiles.WriteJson(stream, ToTables());
}
