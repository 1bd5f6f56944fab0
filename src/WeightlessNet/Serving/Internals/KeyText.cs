using System.Buffers;
using System.Text;

namespace WeightlessNet.Serving.Internals;

/// <summary>What holds for the texts of keys.</summary>
internal static class KeyText
{
    /// <summary>The greatest number of characters.</summary>
    public const int MaximumLength = 1000;

    /// <summary>Whether the text can be stored as UTF-8: it has no unpaired surrogate.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out _, out int length) != OperationStatus.Done)
            {
                return false;
            }

            text = text[length..];
        }

        return true;
    }
}
