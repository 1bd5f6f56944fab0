using WeightlessNet.LookupNetworks;

namespace WeightlessNet.Tests.LookupNetworks;

/// <summary>Keeps the reports of a training.</summary>
/// <param name="then">What to do after each report.</param>
internal sealed class Epochs(Action<LookupEpoch>? then = null) : IProgress<LookupEpoch>
{
    public List<LookupEpoch> All { get; } = [];

    public void Report(LookupEpoch value)
    {
        All.Add(value);
        then?.Invoke(value);
    }
}
