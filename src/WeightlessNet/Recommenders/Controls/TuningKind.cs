namespace WeightlessNet.Recommenders.Controls;

/// <summary>What a <see cref="TuningControl"/> does.</summary>
// The numbers are part of the snapshot format.
public enum TuningKind
{
    /// <summary>Hides the items that meet all conditions.</summary>
    Mute = 0,

    /// <summary>Adds an amount to the score of the items that meet all conditions.</summary>
    Boost = 1,

    /// <summary>Adds an amount to an item's score for each level that the item has in an ordered field.</summary>
    BoostByLevel = 2,

    /// <summary>Puts one item before all items that are not pinned.</summary>
    Pin = 3,

    /// <summary>Hides one item.</summary>
    Ban = 4,

    /// <summary>Gives the user's newest ratings more weight.</summary>
    WeighRecent = 5,
}
