namespace WeightlessNet.SourceCode;

/// <summary>What the labels of a model are in source code.</summary>
internal enum SourceLabelKind
{
    /// <summary>They are not written.</summary>
    None,

    /// <summary>Texts.</summary>
    Text,

    /// <summary>Whole numbers of 32 bits.</summary>
    Int32,

    /// <summary>Whole numbers of 64 bits.</summary>
    Int64,

    /// <summary>Whole numbers of 64 bits without a sign.</summary>
    UInt64,
}
