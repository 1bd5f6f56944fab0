using Orleans;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Orleans.Grains.Messages;

/// <summary>A <see cref="RatedItem"/> as a message.</summary>
[GenerateSerializer]
[Immutable]
[Alias("WeightlessNet.RatedItem")]
internal readonly struct RatedItemSurrogate(int item, float value, long timestamp)
{
    [Id(0)]
    public readonly int Item = item;

    [Id(1)]
    public readonly float Value = value;

    [Id(2)]
    public readonly long Timestamp = timestamp;
}

/// <summary>Converts between the two.</summary>
[RegisterConverter]
internal sealed class RatedItemConverter : IConverter<RatedItem, RatedItemSurrogate>
{
    public RatedItem ConvertFromSurrogate(in RatedItemSurrogate surrogate) => new(surrogate.Item, surrogate.Value, surrogate.Timestamp);

    public RatedItemSurrogate ConvertToSurrogate(in RatedItem value) => new(value.Item, value.Value, value.Timestamp);
}
