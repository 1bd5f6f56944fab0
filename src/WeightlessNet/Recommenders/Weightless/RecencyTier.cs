namespace WeightlessNet.Recommenders.Weightless;

/// <summary>Gives a user's newest ratings extra weight.</summary>
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

    /// <summary>The number of newest ratings that get the extra weight, above 0.</summary>
    public int Newest { get; }

    /// <summary>The amount added to the weight of 1 that every rating has; above 0.</summary>
    public int ExtraWeight { get; }

    /// <summary>The tier in words, such as "+2 for the newest 10".</summary>
    public override string ToString() => FormattableString.Invariant($"+{ExtraWeight} for the newest {Newest}");
}
