namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>What the base of a user's answers needs to know of the user: the user's level, and each central model's share and state.</summary>
/// <remarks>Any number of threads may read it once it is prepared.</remarks>
internal sealed class UserBase(int models, int stateLength)
{
    /// <summary>The user.</summary>
    public int User { get; set; }

    /// <summary>The user's own level, in units with 6 fraction bits.</summary>
    public long Level { get; set; }

    /// <summary>The share of each central model, with 10 fraction bits.</summary>
    public int[] Shares { get; } = models == 0 ? [] : new int[models];

    /// <summary>The share of each central model that is added in proportion to an item's rarity, with 10 fraction bits.</summary>
    public int[] RareShares { get; } = models == 0 ? [] : new int[models];

    /// <summary>Whether the user's answers depend on a central model.</summary>
    public bool Asks(int model) => Shares[model] != 0 || RareShares[model] != 0;

    /// <summary>The central models' own values.</summary>
    public double[] State { get; } = stateLength == 0 ? [] : new double[stateLength];

    /// <summary>Clears all user data.</summary>
    public void Clear()
    {
        User = 0;
        Level = 0;
        Array.Clear(Shares);
        Array.Clear(RareShares);
        Array.Clear(State);
    }
}
