namespace ClusterHistory;

/// <summary>What clients have counted.</summary>
internal sealed class CallFigures
{
    private int _repeated;
    private int _conflicts;
    private int _questions;
    private int _stale;

    /// <summary>Attempts that failed or had no answer, and were repeated or given up.</summary>
    public int Failed => _repeated;

    /// <summary>Attempts that another activation was faster than.</summary>
    public int Conflicts => _conflicts;

    /// <summary>Questions that were answered.</summary>
    public int Questions => _questions;

    /// <summary>Answers without a change that had been acknowledged before the question: from an activation that was replaced.</summary>
    public int Stale => _stale;

    public void CountFailed() => Interlocked.Increment(ref _repeated);

    public void CountConflict() => Interlocked.Increment(ref _conflicts);

    public void CountQuestion() => Interlocked.Increment(ref _questions);

    public void CountStale() => Interlocked.Increment(ref _stale);
}
