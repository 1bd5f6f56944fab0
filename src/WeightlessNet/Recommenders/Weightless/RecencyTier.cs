namespace WeightlessNet.Recommenders.Weightless;

/// <summary>Makes a user's newest ratings count for more.</summary>
public readonly struct RecencyTier
{
    /// <summary>Creates the value.</summary>
    /// <param name="newest">See <see cref="Newest"/>.</param>
    /// <param name="extraWeight">See <see cref="ExtraWeight"/>.</param>
    public RecencyTier(int newest, int extraWeight)
    {
        Newest = newest;
        ExtraWeight = extraWeight;
    }

    /// <summary>How many of the newest ratings, above 0.</summary>
    public int Newest { get; }

    /// <summary>What is added to the weight of 1 that every rating has, above 0.</summary>
    public int ExtraWeight { get; }
}
