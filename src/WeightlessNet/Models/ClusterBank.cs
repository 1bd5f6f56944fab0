using WeightlessNet.Discriminators;
using WeightlessNet.Nodes;

namespace WeightlessNet.Models;

/// <summary>Discriminators that are made as examples ask for them.</summary>
/// <remarks>One writer or many readers.</remarks>
internal sealed class ClusterBank(InputLayer layer, NodeStorage storage, GrowthRule rule)
{
    public GrowthRule Rule => rule;

    public DiscriminatorBank Bank { get; } = new(layer, storage);

    /// <summary>
    /// Lets all discriminators of a group learn that the rule admits; where there is none, a new one, which joins the group; where
    /// there is no room for one, the one of the best response, of equal ones the first.
    /// </summary>
    /// <returns>The discriminator that learned; of several the one of the best response, of equal ones the first.</returns>
    public int Learn(ReadOnlySpan<ulong> addresses, List<int> group)
    {
        Span<int> responses = AddressScratch.Current.Sums(Bank.Stride);
        CellReader.Vote(Bank, ClassBalancing.None, 0, Bank.Read(addresses), responses);
        int best = -1;
        bool hasLearned = false;
        foreach (int discriminator in group)
        {
            if (best < 0 || responses[discriminator] > responses[best])
            {
                best = discriminator;
            }
        }

        int admitted = -1;
        foreach (int discriminator in group)
        {
            if (rule.Admits(responses[discriminator], Bank.ExamplesOf(discriminator), Bank.Layer.NodeCount))
            {
                Bank.Learn(addresses, discriminator);
                hasLearned = true;
                admitted = admitted < 0 || responses[discriminator] > responses[admitted] ? discriminator : admitted;
            }
        }

        if (hasLearned)
        {
            return admitted;
        }

        if (best < 0 || group.Count < rule.MaximumDiscriminators)
        {
            best = Bank.Add();
            group.Add(best);
        }

        Bank.Learn(addresses, best);
        return best;
    }
}
