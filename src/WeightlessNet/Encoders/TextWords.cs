using System.Globalization;
using System.Text;

namespace WeightlessNet.Encoders;

/// <summary>Splits a text into words: runs of letters, marks and digits of any script, in lower case.</summary>
/// <remarks>The result does not depend on the current culture.</remarks>
internal static class TextWords
{
    /// <summary>
    /// The words of a text, in their order, composed letters and letters with marks alike; null or a text without words has none.
    /// </summary>
    public static IEnumerable<string> Of(string? text) => Split(TextComposition.Of(text ?? ""));

    /// <summary>The words of a text as a text field looks them up.</summary>
    public static TextForms InEitherForm(string? text) => new(text ?? "");

    /// <summary>Whether a text is one word in lower case, in either form.</summary>
    public static bool IsWord(string text) => Split(text).SequenceEqual([text]);

    /// <summary>The words of a text as it is.</summary>
    public static IEnumerable<string> Split(string text)
    {
        StringBuilder word = new();
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (IsPartOfWord(rune))
            {
                word.Append(Rune.ToLowerInvariant(rune).ToString());
            }
            else if (word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
            }
        }

        if (word.Length > 0)
        {
            yield return word.ToString();
        }
    }

    private static bool IsPartOfWord(Rune rune) => Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
