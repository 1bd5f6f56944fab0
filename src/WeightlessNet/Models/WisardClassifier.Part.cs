using WeightlessNet.Discriminators;

namespace WeightlessNet.Models;

// As a part of another model, which has labels of its own.
public sealed partial class WisardClassifier<TLabel>
{
    /// <summary>The index of a label, which does not change; -1 if the label has no examples.</summary>
    internal int IndexOfLearned(TLabel label) => _labels.TryGetIndex(label, out int index) && _bank.ExamplesOf(index) > 0 ? index : -1;

    /// <summary>
    /// The probability of each label by its index, 0 of one without examples, in this thread's scratch memory. Does not allocate.
    /// </summary>
    internal ReadOnlySpan<double> ProbabilitiesByIndex(Sample sample)
    {
        ReadOnlySpan<ushort> rows = _bank.Read(_bank.Plan.AddressesOf(sample));
        Span<double> probabilities = AddressScratch.Current.Probabilities(_bank.Count);
        Predict(rows, probabilities);
        return probabilities;
    }
}
