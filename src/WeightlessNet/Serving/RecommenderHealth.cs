namespace WeightlessNet.Serving;

/// <summary>The state of a <see cref="Recommender{TUser, TItem}"/> at one moment, for a health check.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class RecommenderHealth
{
    internal RecommenderHealth()
    {
    }

    /// <summary>Whether the next change can probably be stored: the last write succeeded, and the recommender is open.</summary>
    public bool IsWritable => WriteFailure is null && !IsDisposed;

    /// <summary>Whether the recommender was disposed of.</summary>
    public required bool IsDisposed { get; init; }

    /// <summary>Why the last change could not be stored; null if it could.</summary>
    public required Exception? WriteFailure { get; init; }

    /// <summary>Why the last checkpoint could not be written; null if it could. It is tried again.</summary>
    public required Exception? CheckpointFailure { get; init; }

    /// <summary>Why the last training failed; null if it succeeded or there was none. The next one is tried by the training rule.</summary>
    public required Exception? TrainingFailure { get; init; }

    /// <summary>
    /// The last training since the recommender was opened; null if there was none. See also <see cref="LastTrained"/>.
    /// </summary>
    public required TrainingReport? LastTraining { get; init; }

    /// <summary>
    /// When the last training ended, to the second, also if that was before a restart or if it is lost, see
    /// <see cref="HasLostTraining"/>; null if there was none, or if the folder was written by a version that did not store it.
    /// </summary>
    public required DateTimeOffset? LastTrained { get; init; }

    /// <summary>
    /// Whether what was trained cannot be used, because the recommender was opened, now or earlier, with other fields of items or users
    /// than those of the last training. Until the next one, answers are those of an untrained recommender, or do without the users' fields
    /// if only these are others.
    /// </summary>
    public required bool HasLostTraining { get; init; }

    /// <summary>
    /// The number of items that were added once, now or before a restart, and are not in the catalog: removed ones, and stored ones that
    /// were not added again. Their ratings are kept. If it is as large as the whole catalog was, the function that was passed to
    /// <see cref="ItemSchema{TItem}.Key"/> may give other keys than before.
    /// </summary>
    public required int AbsentItems { get; init; }

    /// <summary>The number of items in the catalog.</summary>
    public required int AvailableItems { get; init; }

    /// <summary>The size of the changes since the last checkpoint, in bytes; 0 in memory.</summary>
    public required long LogBytes { get; init; }

    /// <summary>Whether forgotten data is still in a file.</summary>
    public required bool IsErasureDue { get; init; }

    /// <summary>
    /// The number of bytes of changes that were cut off when the recommender was opened: they were never acknowledged as being on disk.
    /// </summary>
    public required long DiscardedBytes { get; init; }

    /// <summary>What a person should know, in a line or several: what fails first.</summary>
    public override string ToString()
    {
        List<string> lines =
        [
            IsDisposed ? "Disposed of." : IsWritable ? "Writable." : "Not writable.",
            LastTrained is DateTimeOffset trained
                ? FormattableString.Invariant($"Last trained {trained:yyyy-MM-dd HH:mm:ss}Z.")
                : "Not trained yet.",
        ];
        Add("The last change could not be stored", WriteFailure);
        Add("The last checkpoint failed", CheckpointFailure);
        Add("The last training failed", TrainingFailure);
        if (HasLostTraining)
        {
            lines.Add(
                "Fields of items or users are others than at the last training, so what it learned of them is not used. Train again.");
        }

        // A catalog that shrinks by half is rare; keys that changed are not.
        if (AbsentItems > AvailableItems)
        {
            lines.Add(FormattableString.Invariant(
                $"{AbsentItems} of {AbsentItems + AvailableItems} items are not in the catalog any longer. Are the keys those of before?"));
        }

        if (IsErasureDue)
        {
            lines.Add("Something forgotten is still in a file.");
        }

        if (DiscardedBytes > 0)
        {
            lines.Add(FormattableString.Invariant($"{DiscardedBytes} bytes were cut off when it was opened."));
        }

        return string.Join('\n', lines);

        void Add(string what, Exception? failure)
        {
            if (failure is not null)
            {
                lines.Add($"{what}: {failure.Message}");
            }
        }
    }
}
