using System.Collections;

namespace WeightlessNet.Encoders;

/// <summary>
/// The words of a text, and again those of the text before letters and marks were put together, if it differs: a vocabulary that was stored
/// by an earlier version has words in the form that its examples had.
/// </summary>
internal sealed class TextForms(string text) : IEnumerable<string>
{
    /// <summary>The words with letters and marks put together: each word once.</summary>
    public IEnumerable<string> Composed => TextWords.Of(text);

    public IEnumerator<string> GetEnumerator()
    {
        IEnumerable<string> composed = Composed;
        return (ReferenceEquals(TextComposition.Of(text), text) ? composed : composed.Concat(TextWords.Split(text))).GetEnumerator();
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
