using System.Collections.ObjectModel;

namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>An immutable list of tiers with value equality.</summary>
internal sealed class RecencyTiers(RecencyTier[] tiers) : ReadOnlyCollection<RecencyTier>(tiers), IEquatable<RecencyTiers>
{
    public bool Equals(RecencyTiers? other) => other is not null && this.SequenceEqual(other);

    public override bool Equals(object? obj) => Equals(obj as RecencyTiers);

    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (RecencyTier tier in this)
        {
            hash.Add(tier);
        }

        return hash.ToHashCode();
    }
}
