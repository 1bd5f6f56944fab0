namespace WeightlessNet.Serving.Internals;

/// <summary>How many places of a list are for the items that a user knows, and how many for others.</summary>
/// <param name="known">The items that the user knows.</param>
/// <param name="ofKnown">The places of known items.</param>
/// <param name="ofNew">The places of all others.</param>
/// <remarks>Not thread-safe.</remarks>
internal sealed class ListShare(HashSet<int> known, int ofKnown, int ofNew)
{
    private int _ofKnown = ofKnown;
    private int _ofNew = ofNew;

    /// <summary>Whether a place is left for an item.</summary>
    public bool Allows(int item) => (known.Contains(item) ? _ofKnown : _ofNew) > 0;

    /// <summary>Counts an item that is listed.</summary>
    public void Take(int item)
    {
        if (known.Contains(item))
        {
            _ofKnown--;
        }
        else
        {
            _ofNew--;
        }
    }
}
