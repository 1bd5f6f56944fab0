namespace WeightlessNet.Recommenders.Collaborative;

/// <summary>How much each like of a user counts in a training and in an answer.</summary>
public enum LikeWeights
{
    /// <summary>All likes count the same. This suits ratings.</summary>
    Equal,

    /// <summary>
    /// A like with a greater value counts more: with a the value and m the lower median of the user's liked values, 2 a / (a + m) where a
    /// is above m, which is up to twice as much, and 1 elsewhere. The unit does not matter. Values of 0 or less do not count for the
    /// median. This suits amounts, such as plays, seconds or money.
    /// </summary>
    /// <remarks>
    /// In an implicit factorization the weight multiplies the confidence of the like (Hu, Koren and Volinsky, ICDM 2008, section 4), in
    /// EASE the like itself. The form was chosen on plays and tags of hetrec-lastfm, held out within the training part: likes that weigh
    /// less than 1 helped with plays and did harm with tags.
    /// </remarks>
    ByAmount,
}
