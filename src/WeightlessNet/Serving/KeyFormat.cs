using System.Runtime.CompilerServices;
using WeightlessNet.Encoders;
using WeightlessNet.Serving.Internals;

namespace WeightlessNet.Serving;

/// <summary>How a key of a user or an item is written as text, to be stored, and read back.</summary>
/// <typeparam name="TKey">The type of the keys.</typeparam>
/// <remarks>
/// <para>
/// The library knows the formats of <see cref="string"/>, <see cref="char"/>, <see cref="bool"/>, all integers, <see cref="decimal"/>,
/// <see cref="Guid"/>, <see cref="DateOnly"/>, <see cref="TimeOnly"/>, <see cref="TimeSpan"/>, <see cref="DateTimeOffset"/>,
/// <see cref="Uri"/> and <see cref="Version"/>. Pass a format for any other type, which must have <c>Equals</c> and <c>GetHashCode</c>, as
/// records do:
/// <code>new KeyFormat&lt;Isbn&gt;(isbn => isbn.Digits, digits => new Isbn(digits))</code>
/// </para>
/// <para>
/// Do not change a format while there are stored keys: it could no longer read them. A text must not depend on the culture. Immutable;
/// thread-safe if its functions are.
/// </para>
/// </remarks>
public sealed class KeyFormat<TKey>
    where TKey : notnull
{
    private readonly Func<TKey, string> _write;
    private readonly Func<string, TKey> _read;

    /// <summary>Creates a format.</summary>
    /// <param name="write">
    /// Writes a key as text of at most 1,000 characters, without unpaired surrogates. Different keys have different texts.
    /// </param>
    /// <param name="read">Reads a text that was written; it throws any exception if the text is not valid.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public KeyFormat(Func<TKey, string> write, Func<string, TKey> read)
    {
        ArgumentNullException.ThrowIfNull(write);
        ArgumentNullException.ThrowIfNull(read);
        _write = write;
        _read = read;
    }

    /// <summary>The format that the library knows for this type.</summary>
    /// <exception cref="NotSupportedException">It knows none.</exception>
    internal static KeyFormat<TKey> Default => Known ?? throw new NotSupportedException(
        $"The library does not know how to store keys of the type '{typeof(TKey).Name}'. "
        + $"Pass a KeyFormat<{typeof(TKey).Name}> that says how a key is written.");

    /// <summary>The format that the library knows for this type; null if it knows none.</summary>
    internal static KeyFormat<TKey>? Known { get; } = KnownKeyFormats.Of<TKey>();

    /// <summary>Writes a key as text.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The text: at most 1,000 characters.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    /// <exception cref="ArgumentException">The text is null, too long, or has an unpaired surrogate.</exception>
    public string Write(TKey key) => Write(key, nameof(key));

    /// <summary>Reads a key from text.</summary>
    /// <param name="text">The text, as written by <see cref="Write(TKey)"/>.</param>
    /// <returns>The key.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    /// <exception cref="FormatException">The text is not that of a key.</exception>
    public TKey Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        TKey? key;
        try
        {
            key = _read(text);
        }
        catch (Exception failure) when (failure is not (OutOfMemoryException or InsufficientExecutionStackException))
        {
            throw Unreadable(text, failure);
        }

        return key ?? throw Unreadable(text, null);
    }

    /// <summary>Reads a key; false if the text is not that of a key.</summary>
    internal bool TryRead(string text, out TKey key)
    {
        try
        {
            key = Read(text);
            return true;
        }
        catch (FormatException)
        {
            key = default!;
            return false;
        }
    }

    /// <summary>Throws if a key, written and read back, is not the same key.</summary>
    /// <returns>The key's text.</returns>
    /// <exception cref="ArgumentException">
    /// The key's type has no <c>Equals</c> and <c>GetHashCode</c>, or the format does not round-trip, or the text cannot be stored.
    /// </exception>
    internal string Check(TKey key, IEqualityComparer<TKey> comparer, string parameter)
    {
        string text = Write(key, parameter);
        TKey read;
        try
        {
            read = Read(text);
        }
        catch (FormatException failure)
        {
            throw new ArgumentException(failure.Message, parameter, failure);
        }

        if (comparer.Equals(read, key) && comparer.GetHashCode(read) == comparer.GetHashCode(key))
        {
            return text;
        }

        string type = typeof(TKey).Name;
        bool isByReference = !typeof(TKey).IsValueType
            && !comparer.Equals(read, key)
            && RuntimeHelpers.GetHashCode(key) == comparer.GetHashCode(key);
        throw new ArgumentException(
            isByReference
                ? $"The key type '{type}' compares by reference: it has no Equals and GetHashCode, so the key '{text}' would not be found "
                    + "again. Make it a record, give it both methods, or pass a comparer."
                : $"The key '{text}' of the type '{type}' is another key, or has another hash code, when it is written and read back. "
                    + "Its KeyFormat does not round-trip, or Equals, GetHashCode and the comparer do not agree.",
            parameter);
    }

    private string Write(TKey key, string parameter)
    {
        if (key is null)
        {
            throw new ArgumentNullException(parameter, "A key must not be null.");
        }

        string? text = _write(key);
        if (text is null)
        {
            throw new ArgumentException($"The KeyFormat<{typeof(TKey).Name}> wrote null for a key. Let it write a text.", parameter);
        }

        if (text.Length > KeyText.MaximumLength)
        {
            throw new ArgumentException(
                $"A key has at most {KeyText.MaximumLength} characters as text, but '{text[..20]}...' has {text.Length}.", parameter);
        }

        return KeyText.IsWellFormed(text)
            ? text
            : throw new ArgumentException("A key has an unpaired surrogate in its text, which cannot be stored.", parameter);
    }

    private static FormatException Unreadable(string text, Exception? cause) =>
        new($"'{ShownText.Of(text)}' is not the text of a key of the type '{typeof(TKey).Name}'.", cause);
}
