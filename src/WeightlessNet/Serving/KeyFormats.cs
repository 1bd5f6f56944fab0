namespace WeightlessNet.Serving;

/// <summary>The formats of keys that the library knows, see <see cref="KeyFormat{TKey}"/>.</summary>
public static class KeyFormats
{
    /// <summary>The format that the library knows for a type.</summary>
    /// <typeparam name="TKey">The type of the keys, such as <see cref="string"/> or <see cref="Guid"/>.</typeparam>
    /// <exception cref="NotSupportedException">It knows none: create one.</exception>
    public static KeyFormat<TKey> Of<TKey>()
        where TKey : notnull => KeyFormat<TKey>.Default;
}
