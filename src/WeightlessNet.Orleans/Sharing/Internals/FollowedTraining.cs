using Microsoft.Extensions.Logging;
using WeightlessNet.Orleans.Storage;
using WeightlessNet.Recommenders.Hybrid;

namespace WeightlessNet.Orleans.Sharing.Internals;

/// <summary>The last training that a silo has read from the store.</summary>
/// <remarks>Not thread-safe, but what it returns is immutable.</remarks>
internal sealed partial class FollowedTraining(IUserStore store, ILogger log)
{
    private (CrowdModel? Crowd, CrowdModel Trained) _made;

    /// <summary>The number of the last training in the store that was read; 0 for none.</summary>
    public long Number { get; private set; }

    /// <summary>When and from what it was trained; null if there is none, or no silo can use it.</summary>
    public TrainingHead? Head { get; private set; }

    /// <summary>Whether it is of a later version of the library, which must not be replaced by an older one.</summary>
    public bool IsLater { get; private set; }

    /// <summary>The number of the training that is used; 0 for none.</summary>
    public long UsedNumber { get; private set; }

    /// <summary>The training that is used: the last one that this silo understands; null for none.</summary>
    public CrowdModel? Used { get; private set; }

    /// <summary>Reads the training in the store if it is newer; null if it is not.</summary>
    /// <exception cref="IOException">The store cannot be read.</exception>
    public Task<StoredDocument?> ReadAsync(CancellationToken cancellationToken) =>
        store.ReadDocumentAsync(TrainedCrowd.Document, Number, cancellationToken);

    /// <summary>Uses a training that was read, if this silo understands it and it fits.</summary>
    /// <param name="document">What was read.</param>
    /// <param name="crowd">The crowd that it must fit, with all items that the store had afterwards.</param>
    public void Take(StoredDocument document, CrowdModel crowd)
    {
        (TrainingHead? head, bool isLater) = (null, true);
        try
        {
            // What cannot be read and is not damaged is of a later version.
            isLater = !TrainedCrowd.IsDamaged(document.Content);
            head = TrainedCrowd.ReadHead(document.Content);
            CrowdModel model = TrainedCrowd.Read(document.Content).Model;
            isLater = false;
            if (!CrowdFingerprint.HaveSameBits(model.Catalog, crowd.Catalog))
            {
                // From before the features were made anew: no silo uses it, so it is as if there were none.
                head = null;
            }

            _made = (crowd, crowd.TrainedAs(model));
            (Used, UsedNumber) = (model, document.Number);
        }
        catch (Exception unusable) when (unusable is InvalidDataException or ArgumentException)
        {
            // A silo of an older version in a rolling restart, or one with other options. It is said once for each training.
            CannotUse(log, document.Number, UsedNumber, unusable);
            head = isLater || unusable is ArgumentException ? head : null;
        }

        (Number, Head, IsLater) = (document.Number, head, isLater);
    }

    /// <summary>A crowd with the training that is used. The same crowd gives the same object.</summary>
    public CrowdModel On(CrowdModel crowd)
    {
        if (_made.Crowd != crowd)
        {
            _made = (crowd, Used is null ? crowd : crowd.TrainedAs(Used));
        }

        return _made.Trained;
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The trained crowd {Number} in the store cannot be used by this silo. It goes on with {Used}, where 0 is what the "
            + "application began with. Update the silo, or give it the options of the others.")]
    private static partial void CannotUse(ILogger logger, long number, long used, Exception reason);
}
