using LiveTuning.Films;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using WeightlessNet.Serving;

namespace LiveTuning.Web;

/// <summary>Whether the recommender can store changes, and erase what was forgotten.</summary>
internal sealed class StorageHealth(Recommender<string, Film> recommender) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        RecommenderHealth health = recommender.Health;
        return Task.FromResult(
            !health.IsWritable ? HealthCheckResult.Unhealthy("Changes cannot be stored.", health.WriteFailure)
            : health.CheckpointFailure is { } failure ? HealthCheckResult.Degraded("Forgotten data cannot be erased yet.", failure)
            : HealthCheckResult.Healthy());
    }
}
