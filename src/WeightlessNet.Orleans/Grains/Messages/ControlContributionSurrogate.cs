using Orleans;
using WeightlessNet.Recommenders.Controls;

namespace WeightlessNet.Orleans.Grains.Messages;

/// <summary>A <see cref="ControlContribution"/> as a message.</summary>
[GenerateSerializer]
[Immutable]
[Alias("WeightlessNet.ControlContribution")]
internal readonly struct ControlContributionSurrogate(int id, TuningControl control, double amount)
{
    [Id(0)]
    public readonly int Id = id;

    [Id(1)]
    public readonly TuningControl Control = control;

    [Id(2)]
    public readonly double Amount = amount;
}
