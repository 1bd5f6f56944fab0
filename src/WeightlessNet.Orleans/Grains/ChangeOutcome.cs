namespace WeightlessNet.Orleans.Grains;

/// <summary>What became of a change of a user.</summary>
public enum ChangeOutcome
{
    /// <summary>It is stored and counts in all answers.</summary>
    Applied = 0,

    /// <summary>Its operation id is that of an earlier change: nothing was changed now.</summary>
    Repeated = 1,

    /// <summary>There was nothing to change, such as no rating to forget. Nothing is stored, the operation id neither.</summary>
    Nothing = 2,
}
