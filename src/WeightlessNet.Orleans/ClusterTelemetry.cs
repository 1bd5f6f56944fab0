using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace WeightlessNet.Orleans;

/// <summary>
/// The names under which silos report metrics (<see cref="Meter"/>) and traces (<see cref="ActivitySource"/>). docs/scale.md lists the
/// instruments.
/// </summary>
/// <remarks>Nothing is measured as long as nobody listens to these names.</remarks>
public static class ClusterTelemetry
{
    /// <summary>The name of the meter: pass it to <c>AddMeter</c> of OpenTelemetry, or to a <see cref="MeterListener"/>.</summary>
    public const string MeterName = "WeightlessNet.Orleans";

    /// <summary>The name of the source of activities: pass it to <c>AddSource</c> of OpenTelemetry.</summary>
    public const string ActivitySourceName = "WeightlessNet.Orleans";
}
