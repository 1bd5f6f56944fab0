using Orleans;
using WeightlessNet.Recommenders.Controls;

namespace WeightlessNet.Orleans.Grains.Messages;

/// <summary>A <see cref="TuningControl"/> as a message: as it is stored.</summary>
[GenerateSerializer]
[Immutable]
[Alias("WeightlessNet.TuningControl")]
internal readonly struct TuningControlSurrogate(byte[] bytes)
{
    [Id(0)]
    public readonly byte[] Bytes = bytes;
}

/// <summary>Converts between the two.</summary>
[RegisterConverter]
internal sealed class TuningControlConverter : IConverter<TuningControl, TuningControlSurrogate>
{
    public TuningControl ConvertFromSurrogate(in TuningControlSurrogate surrogate) => TuningControls.Read(surrogate.Bytes)[0];

    public TuningControlSurrogate ConvertToSurrogate(in TuningControl value) => new(TuningControls.Write([value]));
}
