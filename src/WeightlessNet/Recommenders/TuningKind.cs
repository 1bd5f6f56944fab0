namespace WeightlessNet.Recommenders;

/// <summary>What a <see cref="TuningControl"/> does.</summary>
public enum TuningKind
{
    /// <summary>Hides the items that meet all conditions.</summary>
    Mute,

    /// <summary>Adds an amount to the score of the items that meet all conditions.</summary>
    Boost,

    /// <summary>Adds an amount to an item's score for each level of an ordered field that the item is above.</summary>
    BoostByLevel,

    /// <summary>Puts one item before all that are not pinned.</summary>
    Pin,

    /// <summary>Hides one item.</summary>
    Ban,

    /// <summary>Lets the user's newest ratings count for more.</summary>
    WeighRecent,
}
