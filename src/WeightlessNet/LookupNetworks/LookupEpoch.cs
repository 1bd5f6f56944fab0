namespace WeightlessNet.LookupNetworks;

/// <summary>
/// What an epoch of the training of a <see cref="LookupNetwork{TLabel}"/> or a <see cref="LookupRegressor"/> has reached. Immutable and
/// thread-safe.
/// </summary>
public sealed class LookupEpoch
{
    /// <summary>The number of the epoch, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>The number of all epochs.</summary>
    public required int Count { get; init; }

    /// <summary>
    /// The mean loss of the epoch's batches before each was learned: of classes the cross-entropy, in nats; of numbers the squared error,
    /// as a multiple of the variance of the targets, or of 1 if all targets are equal.
    /// </summary>
    public required double Loss { get; init; }

    /// <summary>The share of held-out examples that are classified right; null if none are held out, or targets are numbers.</summary>
    public required double? HeldOutAccuracy { get; init; }

    /// <summary>
    /// The root of the mean squared error of held-out examples, in the unit of the targets; null if none are held out, or targets are
    /// classes.
    /// </summary>
    public double? HeldOutError { get; init; }

    /// <summary>The epoch and its figures, in one line.</summary>
    public override string ToString() => FormattableString.Invariant($"epoch {Number} of {Count}: loss {Loss:0.0000}")
        + (HeldOutAccuracy is double accuracy ? FormattableString.Invariant($", held out {accuracy:0.0000} right") : "")
        + (HeldOutError is double error ? FormattableString.Invariant($", held out error {error:G4}") : "");
}
