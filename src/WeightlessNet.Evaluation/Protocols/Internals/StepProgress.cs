namespace WeightlessNet.Evaluation.Protocols.Internals;

/// <summary>
/// Reports the progress of an evaluation that consists of equal steps. Training is the first half of a step. Safe for concurrent use:
/// each run has one current step.
/// </summary>
internal sealed class StepProgress
{
    private const double TrainingShare = 0.5;

    private readonly IProgress<EvaluationProgress>? _target;
    private readonly int _steps;
    private readonly Lock _reporting = new();
    private readonly Dictionary<CandidateRun, double> _current = [];
    private int _done;
    private double _highest;

    public StepProgress(IProgress<EvaluationProgress>? target, int steps)
    {
        _target = target;
        _steps = steps;
    }

    /// <summary>Reports the finished fraction, 0 to 1, of the current step. Ignores NaN and values lower than an earlier one.</summary>
    public void Report(CandidateRun run, double fractionOfStep)
    {
        if (_target is null || double.IsNaN(fractionOfStep))
        {
            return;
        }

        lock (_reporting)
        {
            _current[run] = Math.Clamp(fractionOfStep, 0, 1);
            ReportSum(run.Name);
        }
    }

    /// <summary>Reports the finished fraction, 0 to 1, of the testing in the current step, after its training has ended.</summary>
    public void ReportTesting(CandidateRun run, double fraction) =>
        Report(run, TrainingShare + ((1 - TrainingShare) * Math.Clamp(fraction, 0, 1)));

    /// <summary>Finishes the current step.</summary>
    public void FinishStep(CandidateRun run)
    {
        lock (_reporting)
        {
            _done++;
            _current.Remove(run);
            ReportSum(run.Name);
        }
    }

    /// <summary>The progress to pass to the training of the current step.</summary>
    public IProgress<double>? ForTraining(CandidateRun run) => _target is null ? null : new TrainingProgress(this, run);

    private void ReportSum(string name)
    {
        double fraction = Math.Min(_done + _current.Values.Sum(), _steps) / _steps;
        if (_target is not null && fraction >= _highest)
        {
            _highest = fraction;
            _target.Report(new EvaluationProgress(name, fraction));
        }
    }

    private sealed class TrainingProgress(StepProgress owner, CandidateRun run) : IProgress<double>
    {
        public void Report(double value) => owner.Report(run, Math.Clamp(value, 0, 1) * TrainingShare);
    }
}
