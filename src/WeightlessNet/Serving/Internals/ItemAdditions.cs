using System.Runtime.ExceptionServices;

namespace WeightlessNet.Serving.Internals;

/// <summary>Items that are being added together, with their next ids.</summary>
/// <typeparam name="TItem">The type of the items.</typeparam>
/// <param name="first">The id of the first item.</param>
/// <param name="items">The items with their bits; null if the models were made from the item.</param>
/// <param name="models">The models that gave the bits; null if there are no items and no models.</param>
internal sealed class ItemAdditions<TItem>(int first, IReadOnlyList<(TItem Item, ulong[]? Pattern)> items, ServedModels<TItem>? models)
    where TItem : notnull
{
    /// <summary>The id of the first item: known items have lower ones.</summary>
    public int First => first;

    /// <summary>The number of items.</summary>
    public int Count => items.Count;

    /// <summary>The models that gave the bits.</summary>
    public ServedModels<TItem>? Models => models;

    /// <summary>An item, by its id.</summary>
    public (TItem Item, ulong[]? Pattern) this[int id] => items[id - first];

    /// <summary>What went wrong after an item was stored; null if nothing did.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Tells the caller what went wrong.</summary>
    public void ThrowFailure()
    {
        if (Failure is not null)
        {
            ExceptionDispatchInfo.Throw(Failure);
        }
    }
}
