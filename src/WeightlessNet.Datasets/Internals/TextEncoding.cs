using System.Text;

namespace WeightlessNet.Datasets.Internals;

/// <summary>Chooses the character encoding of a file by its content.</summary>
internal static class TextEncoding
{
    private const int BufferSize = 1 << 16;

    /// <summary>UTF-8 that throws on invalid bytes.</summary>
    public static Encoding StrictUtf8 { get; } = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

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
