namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>The sums over all users that versions are made of.</summary>
/// <remarks>Its caller holds the lock of the publishing thread.</remarks>
/// <typeparam name="TVersion">The versions.</typeparam>
internal interface ICrowdSums<TVersion>
{
    /// <summary>Adds a change to the sums.</summary>
    void Apply(in CrowdChange change);

    /// <summary>A version of the present sums.</summary>
    /// <param name="before">The version before.</param>
    /// <param name="number">How many times ratings had been gathered.</param>
    TVersion Make(TVersion before, long number);
}
