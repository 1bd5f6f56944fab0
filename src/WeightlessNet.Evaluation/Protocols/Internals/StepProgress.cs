namespace WeightlessNet.Evaluation.Protocols.Internals;

/// <summary>Reports the progress of an evaluation of equal steps. A training takes the first half of its step.</summary>
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

    /// <summary>Tells how much of the step at work is done, 0 to 1. What would be a fall, or is NaN, is not reported.</summary>
    public void Report(string system, double partOfStep)
    {
        double part = Math.Min(_done + Math.Clamp(partOfStep, 0, 1), _steps) / _steps;
        if (_target is not null && part >= _highest)
        {
            _highest = part;
            _target.Report(new EvaluationProgress(system, part));
        }
    }

    /// <summary>Tells how much of the testing in the step at work is done, 0 to 1, given that the training has ended.</summary>
    public void ReportTesting(string system, double part) =>
        Report(system, TrainingShare + ((1 - TrainingShare) * Math.Clamp(part, 0, 1)));

    /// <summary>Ends the step at work.</summary>
    public void FinishStep(string system)
    {
        _done++;
        Report(system, 0);
    }

    /// <summary>What to give to the training in the step at work.</summary>
    public IProgress<double>? ForTraining(string system) => _target is null ? null : new TrainingProgress(this, system);

    private sealed class TrainingProgress(StepProgress owner, string system) : IProgress<double>
    {
        public void Report(double value) => owner.Report(system, Math.Clamp(value, 0, 1) * TrainingShare);
    }
}
