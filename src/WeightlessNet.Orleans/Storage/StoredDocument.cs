namespace WeightlessNet.Orleans.Storage;

/// <summary>Something that all silos share, such as a trained model, and that is replaced as a whole.</summary>
public sealed class StoredDocument
{
    /// <summary>Creates a document.</summary>
    /// <param name="number">See <see cref="Number"/>.</param>
    /// <param name="content">See <see cref="Content"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is not above 0.</exception>
    /// <exception cref="ArgumentException">There are too many bytes.</exception>
    public StoredDocument(long number, ReadOnlyMemory<byte> content)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(number);
        Number = number;
        Content = content.Length <= MaximumLength
            ? content
            : throw new ArgumentException($"A document has at most {MaximumLength} bytes, not {content.Length}.", nameof(content));
    }

    /// <summary>The most bytes of a document: 500,000,000, which all stores can hold.</summary>
    public static int MaximumLength => 500_000_000;

    /// <summary>How many times a document of the name was written, this time included.</summary>
    public long Number { get; }

    /// <summary>The content.</summary>
    public ReadOnlyMemory<byte> Content { get; }

    /// <summary>The number and the length, such as "document 3 of 512 bytes".</summary>
    public override string ToString() => $"document {Number} of {Content.Length} bytes";
}
