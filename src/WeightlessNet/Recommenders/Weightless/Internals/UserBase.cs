namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>
/// What the central models' part of a user's answers needs to know of the user: each model's share and state. It depends on the user's
/// ratings alone, not on other users.
/// </summary>
/// <remarks>Any number of threads may read it once it is prepared.</remarks>
internal sealed class UserBase(int models, int stateLength) : IKeptRow
{
    private volatile int[]? _rows;

    /// <summary>The user.</summary>
    public int User { get; set; }

    /// <summary>The share of each central model, with 10 fraction bits.</summary>
    public int[] Shares { get; } = models == 0 ? [] : new int[models];

    /// <summary>The share of each central model that is added in proportion to an item's rarity, with 10 fraction bits.</summary>
    public int[] RareShares { get; } = models == 0 ? [] : new int[models];

    /// <summary>The central models' own values.</summary>
    public double[] State { get; } = stateLength == 0 ? [] : new double[stateLength];

    /// <summary>
    /// The central models' answers for all items, kept for a user who is asked for lists again and again; null if not kept.
    /// </summary>
    public int[]? Rows
    {
        get => _rows;
        set => _rows = value;
    }

    /// <summary>Whether a list was asked for before.</summary>
    public bool WasListed { get; set; }

    /// <summary>Whether the user's answers depend on a central model.</summary>
    public bool Asks(int model) => Shares[model] != 0 || RareShares[model] != 0;

    public void Drop() => Rows = null;

    /// <summary>Clears all user data.</summary>
    public void Clear()
    {
        User = 0;
        Array.Clear(Shares);
        Array.Clear(RareShares);
        Array.Clear(State);
        Rows = null;
        WasListed = false;
    }
}
