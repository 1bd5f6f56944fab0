using System.Globalization;
using System.Text.Json;

namespace WeightlessNet.Scenarios.Kills;

/// <summary>A line of the process that is killed.</summary>
/// <param name="Kind">What it says.</param>
/// <param name="Writer">The number of the writer.</param>
/// <param name="Number">The number of the writer's step, from 0.</param>
/// <param name="Step">The step, if it begins.</param>
internal sealed record KillLine(KillLineKind Kind, int Writer = 0, int Number = 0, Step? Step = null)
{
    public static KillLine Read(string line) => JsonSerializer.Deserialize<KillLine>(line)!;

    public string Write() => JsonSerializer.Serialize(this);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"writer {Writer}, step {Number}: {Kind} {Step}");
}
