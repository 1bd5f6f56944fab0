namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>What happened while a training ran.</summary>
internal enum LaterChangeKind
{
    /// <summary>A rating was learned.</summary>
    Learned,

    /// <summary>A rating was forgotten.</summary>
    Forgotten,

    /// <summary>All ratings of a user were forgotten.</summary>
    UserForgotten,
}
