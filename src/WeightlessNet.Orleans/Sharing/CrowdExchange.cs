using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace WeightlessNet.Orleans.Sharing;

/// <summary>Reads the crowd's log at an interval, as long as the silo runs.</summary>
internal sealed partial class CrowdExchange(SiloCrowd crowd, CrowdOptions options, ILogger<CrowdExchange> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(options.Interval);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await crowd.RefreshAsync(stoppingToken).ConfigureAwait(false);
                await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                // Whatever a store throws, the silo answers with the crowd that it has; otherwise the host would stop. Waiting here keeps a
                // broken store from being asked all the time.
                CannotRead(log, failure);
                await Task.Delay(options.Interval, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The log of the crowd cannot be read. Users get answers with the crowd of before.")]
    private static partial void CannotRead(ILogger logger, Exception failure);
}
