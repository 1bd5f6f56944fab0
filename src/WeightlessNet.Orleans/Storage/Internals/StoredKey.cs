using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;

namespace WeightlessNet.Orleans.Storage.Internals;

/// <summary>What holds for the keys of users and items in all stores.</summary>
internal static class StoredKey
{
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Most = TimeSpan.FromDays(1);

    /// <summary>Throws if a key cannot be stored everywhere.</summary>
    /// <exception cref="ArgumentException">The key is null, empty or too long, or has a character that cannot be stored.</exception>
    public static void Check(string key, string what = "user", [CallerArgumentExpression(nameof(key))] string? parameter = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(key, parameter);
        int bytes = 0;
        ReadOnlySpan<char> left = key;
        while (!left.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(left, out Rune rune, out int length) != OperationStatus.Done || rune.Value == 0)
            {
                throw new ArgumentException(
                    $"The key of {Article(what)} has the character 0 or an unpaired surrogate, which cannot be stored.", parameter);
            }

            bytes += rune.Utf8SequenceLength;
            left = left[length..];
        }

        if (bytes > IUserStore.MaximumKeyLength)
        {
            throw new ArgumentException(
                $"The key of {Article(what)} has at most {IUserStore.MaximumKeyLength} bytes in UTF-8, but '{key[..20]}...' has {bytes}. "
                + "Use a shorter one, such as a hash of it.",
                parameter);
        }
    }

    /// <summary>Throws if one of the keys of items cannot be stored everywhere, or occurs twice.</summary>
    /// <exception cref="ArgumentException">As <see cref="Check(string, string, string)"/>.</exception>
    public static void CheckItems(IReadOnlyList<KeyValuePair<string, ReadOnlyMemory<byte>>> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        HashSet<string> keys = new(items.Count, StringComparer.Ordinal);
        foreach ((string key, _) in items)
        {
            Check(key, "item", nameof(items));
            if (!keys.Add(key))
            {
                throw new ArgumentException($"The key '{key}' occurs twice among the items. Give each its own.", nameof(items));
            }
        }
    }

    /// <summary>Throws if a lease cannot be taken.</summary>
    /// <exception cref="ArgumentException">A text or the duration is not allowed.</exception>
    public static void CheckLease(string name, string holder, TimeSpan duration)
    {
        Check(name, "lease");
        Check(holder, "holder of a lease");
        if (duration != TimeSpan.Zero && (duration < Least || duration > Most))
        {
            throw new ArgumentOutOfRangeException(
                nameof(duration), duration, "A lease is held for 10 milliseconds to 1 day, or given back with zero.");
        }
    }

    private static string Article(string what) => what[0] == 'i' ? $"an {what}" : $"a {what}";
}
