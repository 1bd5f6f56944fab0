namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>One version of all that users share.</summary>
internal interface IVersion
{
    /// <summary>Grows by one with every version.</summary>
    long Version { get; }

    /// <summary>How many times ratings had been gathered when the version was made: it has all that was learned before.</summary>
    long Number { get; }

    /// <summary>Clears all user data in the scratch memory of the version.</summary>
    void Clear();
}
