using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace WeightlessNet.Serving;

/// <summary>
/// The names under which every <see cref="Recommender{TUser, TItem}"/> reports metrics (<see cref="Meter"/>) and traces
/// (<see cref="ActivitySource"/>). docs/serving.md lists the instruments.
/// </summary>
/// <remarks>Nothing is measured as long as nobody listens to these names.</remarks>
public static class RecommenderTelemetry
{
    /// <summary>The name of the meter: pass it to <c>AddMeter</c> of OpenTelemetry, or to a <see cref="MeterListener"/>.</summary>
    public const string MeterName = "WeightlessNet";

    /// <summary>The name of the source of activities: pass it to <c>AddSource</c> of OpenTelemetry.</summary>
    public const string ActivitySourceName = "WeightlessNet";

    /// <summary>
    /// The tag of each measurement and activity that tells recommenders of one process apart. Its value is
    /// <see cref="RecommenderOptions{TUser}.Name"/>.
    /// </summary>
    public const string NameTag = "weightlessnet.recommender.name";
}
