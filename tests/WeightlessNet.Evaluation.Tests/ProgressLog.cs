using WeightlessNet.Evaluation.Protocols;
using Xunit;

namespace WeightlessNet.Evaluation.Tests;

/// <summary>Records every report immediately and in order, unlike <see cref="Progress{T}"/>.</summary>
internal sealed class ProgressLog : IProgress<EvaluationProgress>
{
    public List<EvaluationProgress> Reports { get; } = [];

    public void Report(EvaluationProgress value) => Reports.Add(value);

    public void AssertRisesToOne()
    {
        Assert.NotEmpty(Reports);
        Assert.Equal(Reports.Select(report => report.Fraction).Order(), Reports.Select(report => report.Fraction));
        Assert.All(Reports, report => Assert.InRange(report.Fraction, 0, 1));
        Assert.Equal(1.0, Reports[^1].Fraction);
    }
}
