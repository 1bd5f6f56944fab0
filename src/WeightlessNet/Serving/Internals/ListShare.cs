namespace WeightlessNet.Serving.Internals;

/// <summary>How many places of a list are for the items that a user knows, and how many for others.</summary>
/// <param name="known">The items that the user knows and that may be listed.</param>
/// <param name="ofKnown">The places of known items.</param>
/// <param name="ofNew">The places of all others.</param>
/// <remarks>Not thread-safe.</remarks>
internal sealed class ListShare(HashSet<int> known, int ofKnown, int ofNew)
{
    private int _ofKnown = ofKnown;
    private int _ofNew = ofNew;

    /// <summary>Divides the places.</summary>
    /// <param name="known">The items that the user knows and that may be listed.</param>
    /// <param name="share">The share of their places, 0 to 1, to the nearest place; halves are rounded up.</param>
    /// <param name="count">The number of all places.</param>
    public static ListShare Of(HashSet<int> known, double share, int count)
    {
        int ofKnown = PlacesOf(known, share, count);
        return new ListShare(known, ofKnown, count - ofKnown);
    }

    /// <summary>The number of places of known items, as many as there are at most.</summary>
    public static int PlacesOf(HashSet<int> known, double share, int count) =>

        // A share like 0.145 is a little less than it looks.
        Math.Min(known.Count, (int)Math.Floor((share * count) + 0.5 + 1e-9));

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
