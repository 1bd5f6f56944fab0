namespace WeightlessNet.Orleans;

/// <summary>Which words and levels the features of items have.</summary>
public enum CatalogFeatures
{
    /// <summary>
    /// Those that the store has, which the first process has found among its items, so that an item has the same bits in all processes. An
    /// application with other fields is refused.
    /// </summary>
    AsStored = 0,

    /// <summary>
    /// Those of the present items, also if the fields are others. All silos that ran with the ones before must have ended, and what was
    /// trained is not used any more. Ratings stay.
    /// </summary>
    Anew = 1,
}
