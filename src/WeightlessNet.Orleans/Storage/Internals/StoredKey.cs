using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;

namespace WeightlessNet.Orleans.Storage.Internals;

/// <summary>What holds for the keys of users and items in all stores.</summary>
internal static class StoredKey
{
    private const int MaximumLength = 1000;

    /// <summary>Throws if a key cannot be stored everywhere.</summary>
    /// <exception cref="ArgumentException">The key is null, empty or too long, or has a character that cannot be stored.</exception>
    public static void Check(string key, string what = "user", [CallerArgumentExpression(nameof(key))] string? parameter = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(key, parameter);
        if (key.Length > MaximumLength)
        {
            throw new ArgumentException(
                $"The key of a {what} has at most {MaximumLength} characters, but '{key[..20]}...' has {key.Length}.", parameter);
        }

        ReadOnlySpan<char> left = key;
        while (!left.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(left, out Rune rune, out int length) != OperationStatus.Done || rune.Value == 0)
            {
                throw new ArgumentException(
                    $"The key of a {what} has the character 0 or an unpaired surrogate, which cannot be stored.", parameter);
            }

            left = left[length..];
        }
    }

    /// <summary>Throws if one of the keys of items cannot be stored everywhere.</summary>
    /// <exception cref="ArgumentException">As <see cref="Check(string, string, string)"/>.</exception>
    public static void CheckItems(IReadOnlyList<string> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        foreach (string key in keys)
        {
            Check(key, "item", nameof(keys));
        }
    }
}
