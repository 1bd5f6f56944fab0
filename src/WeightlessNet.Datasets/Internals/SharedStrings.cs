namespace WeightlessNet.Datasets.Internals;

/// <summary>Keeps one copy of each string: thousands of films share a score of genre names.</summary>
internal sealed class SharedStrings
{
    private readonly HashSet<string> _strings = new(StringComparer.Ordinal);

    /// <summary>The copy of a string that was kept first.</summary>
    public string Share(string text)
    {
        if (_strings.TryGetValue(text, out string? kept))
        {
            return kept;
        }

        _strings.Add(text);
        return text;
    }
}
