namespace WeightlessNet.Datasets.Internals;

/// <summary>Keeps one copy of each string: thousands of films share about twenty genre names.</summary>
internal sealed class SharedStrings
{
    private readonly HashSet<string> _strings = new(StringComparer.Ordinal);

    /// <summary>The shared copy of a string.</summary>
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
