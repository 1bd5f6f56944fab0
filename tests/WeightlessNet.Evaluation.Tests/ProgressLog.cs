using WeightlessNet.Evaluation.Protocols;
using Xunit;

namespace WeightlessNet.Evaluation.Tests;

/// <summary>Keeps every report; unlike <see cref="Progress{T}"/> at once and in order.</summary>
internal sealed class ProgressLog : IProgress<EvaluationProgress>
{
    public List<EvaluationProgress> Reports { get; } = [];

    public void Report(EvaluationProgress value) => Reports.Add(value);

    public void AssertRisesToOne()
    {
        Assert.NotEmpty(Reports);
        Assert.Equal(Reports.Select(report => report.Part).Order(), Reports.Select(report => report.Part));
        Assert.All(Reports, report => Assert.InRange(report.Part, 0, 1));
        Assert.Equal(1.0, Reports[^1].Part);
    }
}
