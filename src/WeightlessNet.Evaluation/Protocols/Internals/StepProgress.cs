namespace WeightlessNet.Evaluation.Protocols.Internals;

/// <summary>Reports the progress of an evaluation that consists of equal steps. Training is the first half of a step.</summary>
internal sealed class StepProgress
{
    private const double TrainingShare = 0.5;

    private readonly IProgress<EvaluationProgress>? _target;
    private readonly int _steps;
    private int _done;
    private double _highest;

    public StepProgress(IProgress<EvaluationProgress>? target, int steps)
    {
        _target = target;
        _steps = steps;
    }

    /// <summary>Reports the finished fraction, 0 to 1, of the current step. Ignores NaN and values lower than an earlier one.</summary>
    public void Report(string name, double fractionOfStep)
    {
        double fraction = Math.Min(_done + Math.Clamp(fractionOfStep, 0, 1), _steps) / _steps;
        if (_target is not null && fraction >= _highest)
        {
            _highest = fraction;
            _target.Report(new EvaluationProgress(name, fraction));
        }
    }

    /// <summary>Reports the finished fraction, 0 to 1, of the testing in the current step, after its training has ended.</summary>
    public void ReportTesting(string name, double fraction) =>
        Report(name, TrainingShare + ((1 - TrainingShare) * Math.Clamp(fraction, 0, 1)));

    /// <summary>Finishes the current step.</summary>
    public void FinishStep(string name)
    {
        _done++;
        Report(name, 0);
    }

    /// <summary>The progress to pass to the training of the current step.</summary>
    public IProgress<double>? ForTraining(string name) => _target is null ? null : new TrainingProgress(this, name);

    private sealed class TrainingProgress(StepProgress owner, string name) : IProgress<double>
    {
        public void Report(double value) => owner.Report(name, Math.Clamp(value, 0, 1) * TrainingShare);
    }
}
