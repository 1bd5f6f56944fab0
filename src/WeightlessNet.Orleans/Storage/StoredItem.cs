namespace WeightlessNet.Orleans.Storage;

/// <summary>An item that a store knows.</summary>
/// <param name="Id">Its id: the items' ids are 0, 1, 2 ...</param>
/// <param name="Key">Its key.</param>
/// <param name="Content">What was written for it last.</param>
public readonly record struct StoredItem(int Id, string Key, ReadOnlyMemory<byte> Content);
