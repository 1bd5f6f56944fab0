using System.Text;

namespace WeightlessNet.Datasets.Internals;

/// <summary>Chooses the character encoding of a file by its content.</summary>
internal static class TextEncoding
{
    private const int BufferSize = 1 << 16;

    /// <summary>UTF-8 that throws on invalid bytes.</summary>
    public static Encoding StrictUtf8 { get; } = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // All throw on invalid bytes, and a stream reader skips their marks. The mark of UTF-32 begins with that of UTF-16.
    private static readonly Encoding[] Marked =
    [
        new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true),
        new UTF32Encoding(bigEndian: false, byteOrderMark: true, throwOnInvalidCharacters: true),
        new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true),
        new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true),
    ];

    /// <summary>The encoding whose byte order mark a file begins with; null if there is none.</summary>
    public static Encoding? OfMark(string path, long maximumBytes)
    {
        using Stream file = UnpackedFile.Open(path, maximumBytes);
        Span<byte> start = stackalloc byte[4];
        ReadOnlySpan<byte> read = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        foreach (Encoding encoding in Marked)
        {
            if (read.StartsWith(encoding.Preamble))
            {
                return encoding;
            }
        }

        return null;
    }

    /// <summary>UTF-8 if the whole file is valid UTF-8, otherwise Latin-1.</summary>
    public static Encoding Of(string path, long maximumBytes, CancellationToken cancellation)
    {
        using Stream file = UnpackedFile.Open(path, maximumBytes);
        Decoder decoder = StrictUtf8.GetDecoder();
        byte[] bytes = new byte[BufferSize];
        char[] characters = new char[StrictUtf8.GetMaxCharCount(BufferSize)];
        try
        {
            int read;
            do
            {
                cancellation.ThrowIfCancellationRequested();
                read = file.Read(bytes);
                decoder.GetChars(bytes.AsSpan(0, read), characters, flush: read == 0);
            }
            while (read > 0);

            return StrictUtf8;
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1;
        }
    }
}
