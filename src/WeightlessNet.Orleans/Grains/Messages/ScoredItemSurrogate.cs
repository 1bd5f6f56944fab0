using Orleans;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Orleans.Grains.Messages;

/// <summary>A <see cref="ScoredItem"/> as a message.</summary>
[GenerateSerializer]
[Immutable]
[Alias("WeightlessNet.ScoredItem")]
internal readonly struct ScoredItemSurrogate(int item, double score)
{
    [Id(0)]
    public readonly int Item = item;

    [Id(1)]
    public readonly double Score = score;
}

/// <summary>Converts between the two.</summary>
[RegisterConverter]
internal sealed class ScoredItemConverter : IConverter<ScoredItem, ScoredItemSurrogate>
{
    public ScoredItem ConvertFromSurrogate(in ScoredItemSurrogate surrogate) => new(surrogate.Item, surrogate.Score);

    public ScoredItemSurrogate ConvertToSurrogate(in ScoredItem value) => new(value.Item, value.Score);
}
