namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>Which bits a group of nodes looks at. The numbers are part of the snapshot format.</summary>
internal enum LogOddsGroupKind : byte
{
    /// <summary>The items' own narrow fields.</summary>
    Fields = 0,

    /// <summary>The items' own narrow fields, and the crowd's mean rating and popularity.</summary>
    Mixed = 1,

    /// <summary>One of the items' own fields, narrow or wide.</summary>
    Field = 2,

    /// <summary>The audience at all levels.</summary>
    Audience = 3,

    /// <summary>The audience at its middle level, and the items' own narrow fields.</summary>
    AudienceAndFields = 4,
}
