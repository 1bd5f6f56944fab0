namespace WeightlessNet.Serving;

/// <summary>By what items are compared.</summary>
public enum SimilarityKind
{
    /// <summary>By audience and features. The more ratings an item has, the more its audience counts.</summary>
    Both,

    /// <summary>
    /// By audience alone: by what people who like one also like. Items without ratings at the last training are like none.
    /// </summary>
    Audience,

    /// <summary>By the items' fields alone.</summary>
    Features,
}
