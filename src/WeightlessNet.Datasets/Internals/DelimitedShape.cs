namespace WeightlessNet.Datasets.Internals;

/// <summary>Whether all records of a file have the same number of fields.</summary>
internal enum DelimitedShape
{
    /// <summary>Every record has as many fields as the first; anything else is an error.</summary>
    Regular,

    /// <summary>Records may have fewer or more fields than the first; missing fields are empty.</summary>
    Ragged,
}
