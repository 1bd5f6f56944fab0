namespace WeightlessNet.LookupNetworks;

/// <summary>What an epoch of the training of a <see cref="LookupNetwork{TLabel}"/> has reached. Immutable and thread-safe.</summary>
public sealed class LookupEpoch
{
    /// <summary>The number of the epoch, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>The number of all epochs.</summary>
    public required int Count { get; init; }

    /// <summary>The mean cross-entropy of the epoch's batches before each was learned, in nats.</summary>
    public required double Loss { get; init; }

    /// <summary>The share of held-out examples that are classified right; null if none are held out.</summary>
    public required double? HeldOutAccuracy { get; init; }

    /// <summary>The epoch and its figures, in one line.</summary>
    public override string ToString() => FormattableString.Invariant($"epoch {Number} of {Count}: loss {Loss:0.0000}")
        + (HeldOutAccuracy is double accuracy ? FormattableString.Invariant($", held out {accuracy:0.0000} right") : "");
}
