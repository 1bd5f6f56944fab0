using WeightlessNet.Discriminators;
using WeightlessNet.Nodes;

namespace WeightlessNet.Models;

/// <summary>Discriminators that are created when no existing one admits an example.</summary>
/// <remarks>Thread-safe for many readers, or one writer without readers.</remarks>
internal sealed class ClusterBank(InputLayer layer, NodeStorage storage, GrowthRule rule)
{
    public GrowthRule Rule => rule;

    public DiscriminatorBank Bank { get; } = new(layer, storage);

    /// <summary>
    /// Learns an example with all discriminators of a group that admit it under the rule. If none does, with a new one, which joins the
    /// group. If the group is full, with the one of the best response; the first one in case of a tie.
    /// </summary>
    /// <returns>The discriminator that learned; of several, the one of the best response; the first one in case of a tie.</returns>
    public int Learn(ReadOnlySpan<ulong> addresses, List<int> group)
    {
        Span<int> responses = AddressScratch.Current.Sums(Bank.Stride);
        WisardScores.Vote(Bank, ClassBalancing.None, 0, Bank.Read(addresses), responses);
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
