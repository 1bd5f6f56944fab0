namespace WeightlessNet.Evaluation.Conformance;

/// <summary>One promise of the contracts and whether a recommender keeps it. Immutable.</summary>
public sealed class ConformanceCheck
{
    internal ConformanceCheck(string name, ConformanceOutcome outcome, string message)
    {
        Name = name;
        Outcome = outcome;
        Message = message;
    }

    /// <summary>The name of the promise, such as "list order".</summary>
    public string Name { get; }

    /// <summary>Whether it was kept.</summary>
    public ConformanceOutcome Outcome { get; }

    /// <summary>
    /// Of a failed check what went wrong, with the seed and the ratings that reproduce it; of one that is not applicable the reason;
    /// otherwise empty.
    /// </summary>
    public string Message { get; }

    /// <summary>The name, the outcome and what was found, in one line.</summary>
    public override string ToString() => $"{Outcome}: {Name}{(Message.Length == 0 ? "" : $": {Message}")}";
}
