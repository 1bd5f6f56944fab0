namespace WeightlessNet.Encoders;

/// <summary>
/// Texts as messages show them: not too long, since an application may pass on what a person typed, and an item may have a long text.
/// </summary>
internal static class ShownText
{
    private const int MostLetters = 60;

    /// <summary>The text, or its beginning and "..."; empty for null. No pair of surrogates is cut into halves.</summary>
    public static string Of(string? text)
    {
        if (text is null || text.Length <= MostLetters)
        {
            return text ?? "";
        }

        int length = char.IsHighSurrogate(text[MostLetters - 1]) ? MostLetters - 1 : MostLetters;
        return text[..length] + "...";
    }
}
