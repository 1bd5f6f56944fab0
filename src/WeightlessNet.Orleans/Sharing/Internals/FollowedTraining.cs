using Microsoft.Extensions.Logging;
using WeightlessNet.Orleans.Storage;
using WeightlessNet.Recommenders.Hybrid;

namespace WeightlessNet.Orleans.Sharing.Internals;

/// <summary>The last training that a silo has read from the store.</summary>
/// <remarks>Not thread-safe, but what it returns is immutable.</remarks>
internal sealed partial class FollowedTraining(IUserStore store, ILogger log)
{
    /// <summary>The number of the last training in the store that was read; 0 for none.</summary>
    public long Number { get; private set; }

    /// <summary>When and from what it was trained; null if there is none, or it is not known to this version of the library.</summary>
    public TrainingHead? Head { get; private set; }

    /// <summary>The number of the training that is used; 0 for none.</summary>
    public long UsedNumber { get; private set; }

    /// <summary>The training that is used: the last one that this silo understands; null for none.</summary>
    public CrowdModel? Used { get; private set; }

    /// <summary>Reads the training in the store if it is newer.</summary>
    /// <param name="crowd">The crowd that it must fit.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>That crowd with the training; null if there is no other one to use.</returns>
    /// <exception cref="IOException">The store cannot be read.</exception>
    public async Task<CrowdModel?> ReadAsync(CrowdModel crowd, CancellationToken cancellationToken)
    {
        if (await store.ReadDocumentAsync(TrainedCrowd.Document, Number, cancellationToken).ConfigureAwait(false) is not { } document)
        {
            return null;
        }

        TrainingHead? head = null;
        try
        {
            head = TrainedCrowd.ReadHead(document.Content);
            CrowdModel model = TrainedCrowd.Read(document.Content).Model;
            CrowdModel trained = crowd.TrainedAs(model);
            (Used, UsedNumber) = (model, document.Number);
            return trained;
        }
        catch (Exception unusable) when (unusable is InvalidDataException or ArgumentException)
        {
            // A silo of an older version in a rolling restart, or one with other options. It is said once for each training.
            CannotUse(log, document.Number, UsedNumber, unusable);
            return null;
        }
        finally
        {
            (Number, Head) = (document.Number, head);
        }
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The trained crowd {Number} in the store cannot be used by this silo. It goes on with {Used}, where 0 is what the "
            + "application began with. Update the silo, or give it the options of the others.")]
    private static partial void CannotUse(ILogger logger, long number, long used, Exception reason);
}
