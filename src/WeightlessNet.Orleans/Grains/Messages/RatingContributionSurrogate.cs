using Orleans;

namespace WeightlessNet.Orleans.Grains.Messages;

/// <summary>A <see cref="Recommenders.RatingContribution"/> as a message.</summary>
[GenerateSerializer]
[Immutable]
[Alias("WeightlessNet.RatingContribution")]
internal readonly struct RatingContributionSurrogate(int item, float value, double amount)
{
    [Id(0)]
    public readonly int Item = item;

    [Id(1)]
    public readonly float Value = value;

    [Id(2)]
    public readonly double Amount = amount;
}
