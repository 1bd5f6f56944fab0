using WeightlessNet.Orleans.Grains;

namespace ClusterHistory;

/// <summary>What a client asked to change.</summary>
internal enum OperationKind
{
    Learn,
    Forget,
    ForgetAll,
}

/// <summary>A change that a client asked for, and what it knows of the outcome.</summary>
/// <param name="Number">The number of the operation; the time of its rating too, so that a rating tells who gave it.</param>
/// <param name="User">The user.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Item">The item; of <see cref="OperationKind.ForgetAll"/> -1.</param>
/// <param name="Value">What was learned.</param>
/// <param name="Invoked">The moment before the first attempt.</param>
internal sealed record Operation(long Number, int User, OperationKind Kind, int Item, float Value, long Invoked)
{
    /// <summary>The moment after the acknowledgment. An operation of unknown outcome may happen at any time after it was invoked.</summary>
    public long Ended { get; init; } = long.MaxValue;

    /// <summary>What was acknowledged; null if the outcome is unknown.</summary>
    public ChangeOutcome? Outcome { get; init; }

    /// <summary>Whether it is certain that the operation has changed something.</summary>
    public bool HasChanged => Outcome is ChangeOutcome.Applied or ChangeOutcome.Repeated;

    /// <summary>Whether the operation can have changed something.</summary>
    public bool MayHaveChanged => Outcome is not ChangeOutcome.Nothing;

    /// <summary>Whether the operation is about an item of a user.</summary>
    public bool Touches(int item) => Kind == OperationKind.ForgetAll || Item == item;

    public override string ToString() =>
        FormattableString.Invariant($"{Number}\t{User}\t{Kind}\t{Item}\t{Value}\t{Invoked}\t")
        + (Outcome is null ? "unknown" : FormattableString.Invariant($"{Ended}\t{Outcome}"));
}
