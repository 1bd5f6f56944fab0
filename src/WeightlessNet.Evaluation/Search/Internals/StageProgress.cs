using WeightlessNet.Evaluation.Protocols;

namespace WeightlessNet.Evaluation.Search.Internals;

/// <summary>The progress of one of several equal stages.</summary>
internal sealed class StageProgress : IProgress<EvaluationProgress>
{
    private readonly IProgress<EvaluationProgress> _whole;
    private readonly int _stage;
    private readonly int _stages;

    private StageProgress(IProgress<EvaluationProgress> whole, int stage, int stages)
    {
        _whole = whole;
        _stage = stage;
        _stages = stages;
    }

    public static StageProgress? Of(IProgress<EvaluationProgress>? whole, int stage, int stages) =>
        whole is null ? null : new StageProgress(whole, stage, stages);

    public void Report(EvaluationProgress value) => _whole.Report(value with { Fraction = (_stage + value.Fraction) / _stages });
}
