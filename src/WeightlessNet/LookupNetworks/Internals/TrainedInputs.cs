namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>What the inputs of tables that are trained are wired to.</summary>
internal enum TrainedInputs
{
    /// <summary>Bits of the examples.</summary>
    Bits,

    /// <summary>Answers of other tables, which learn from the gradients of these inputs.</summary>
    Answers,
}
