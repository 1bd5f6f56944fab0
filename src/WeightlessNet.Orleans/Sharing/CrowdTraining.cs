using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace WeightlessNet.Orleans.Sharing;

/// <summary>Trains when a training is due, as long as the silo runs.</summary>
internal sealed partial class CrowdTraining(CrowdTrainer trainer, CrowdTrainingOptions options, ILogger<CrowdTraining> log)
    : BackgroundService
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        TimeSpan wait = options.Interval;
        while (true)
        {
            await Task.Delay(wait, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stoppingToken.IsCancellationRequested)
            {
                return;
            }

            try
            {
                await trainer.TrainIfDueAsync(stoppingToken).ConfigureAwait(false);
                wait = options.Interval;
            }
            catch (Exception failure)
            {
                // Whatever it is, the silo answers with what was trained before. What fails each time must not train all the time.
                if (!stoppingToken.IsCancellationRequested)
                {
                    Failed(log, failure);
                    wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
                }
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A training failed. Users get answers with what was trained before.")]
    private static partial void Failed(ILogger logger, Exception failure);
}
