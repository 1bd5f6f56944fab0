using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using WeightlessNet.Datasets.Internals;

namespace WeightlessNet.Datasets;

/// <summary>Fetches a MovieLens dataset from GroupLens, checks it and unpacks it.</summary>
/// <remarks>
/// <para>In the folder that it is given it uses three names: <c>ml-latest-small.zip.part</c> for what has been fetched so far,
/// <c>ml-latest-small.unpacking</c> while it unpacks, and <c>ml-latest-small</c> for the result, which appears at once and whole. A
/// download that is cut or canceled leaves its part, and the next call goes on from there where the server allows it. Nothing is unpacked
/// before its SHA-256 has been found right.</para>
/// <para>Holds no state between calls. Calls for different folders may run at the same time; of two for the same folder the second fails
/// with an <see cref="IOException"/>, also across processes.</para>
/// </remarks>
public sealed class MovieLensDownloader
{
    private const int BufferSize = 64 * 1024;

    private static readonly Lazy<HttpClient> SharedClient = new();

    private readonly HttpClient _client;
    private readonly MovieLensDownloadOptions _options;
    private readonly string _name;

    /// <summary>Creates a downloader.</summary>
    /// <param name="client">What to fetch with; the caller disposes of it. Null for a client that all downloaders share.</param>
    /// <param name="options">What to fetch; null for ml-latest-small.</param>
    /// <exception cref="ArgumentException">
    /// The address is not an absolute http address of a file whose name consists of letters, digits, '.', '-' and '_', or the hash is not
    /// 64 hexadecimal digits.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A limit is not above 0.</exception>
    public MovieLensDownloader(HttpClient? client = null, MovieLensDownloadOptions? options = null)
    {
        _options = options ?? new MovieLensDownloadOptions();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(_options.MaximumArchiveBytes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(_options.MaximumUnpackedBytes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(_options.MaximumEntries);
        if (_options.Sha256 is not { Length: 64 } || !_options.Sha256.All(char.IsAsciiHexDigit))
        {
            throw new ArgumentException($"A SHA-256 is 64 hexadecimal digits, not '{_options.Sha256}'.", nameof(options));
        }

        if (_options.Address is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
        {
            throw new ArgumentException($"The address is an absolute http or https address, not '{_options.Address}'.", nameof(options));
        }

        _name = Path.GetFileNameWithoutExtension(_options.Address.AbsolutePath);
        if (_name.Length == 0 || _name[0] == '.' || !_name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_'))
        {
            throw new ArgumentException($"The address '{_options.Address}' does not end with a plain file name.", nameof(options));
        }

        _client = client ?? SharedClient.Value;
    }

    /// <summary>Fetches and unpacks the dataset, unless that has been done before.</summary>
    /// <param name="directory">The folder in which the dataset's own folder is made; it is created where it is missing.</param>
    /// <param name="progress">Is told the part of the archive that has been fetched, up to 1; it falls only where the download starts
    /// again. Nothing but the end is told where the server does not tell the size.</param>
    /// <param name="cancellation">Ends the work early; what has been fetched stays for the next call.</param>
    /// <returns>The path of the folder with the files, which <see cref="MovieLensReader.Read"/> takes.</returns>
    /// <exception cref="ArgumentException"><paramref name="directory"/> is empty.</exception>
    /// <exception cref="HttpRequestException">The server could not be reached, refused, or cut the connection.</exception>
    /// <exception cref="InvalidDataException">
    /// The archive has the wrong SHA-256, exceeds a limit, would write outside of its folder, or holds no MovieLens dataset. Nothing is
    /// left of it.
    /// </exception>
    /// <exception cref="IOException">
    /// The disk failed, another download to the same folder is running, or the dataset's folder exists but holds no dataset.
    /// </exception>
    /// <exception cref="OperationCanceledException">The work was canceled, or the client's own timeout has passed.</exception>
    public async Task<string> DownloadAsync(
        string directory, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        cancellation.ThrowIfCancellationRequested();
        string folder = Path.Combine(Path.GetFullPath(directory), _name);
        if (IsComplete(folder))
        {
            progress?.Report(1);
            return folder;
        }

        Directory.CreateDirectory(directory);
        string partPath = folder + ".zip.part";

        // Held open to the end, the part also keeps a second download out.
        var part = new FileStream(partPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, BufferSize, useAsync: true);
        bool keepPart = false;
        try
        {
            await FetchAsync(part, progress, cancellation).ConfigureAwait(false);
            await UnpackAsync(part, folder, cancellation).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not InvalidDataException)
        {
            keepPart = part.Length > 0;
            throw;
        }
        finally
        {
            await part.DisposeAsync().ConfigureAwait(false);
            if (!keepPart)
            {
                File.Delete(partPath);
            }
        }

        progress?.Report(1);
        return folder;
    }

    private static bool IsComplete(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return false;
        }

        return MovieLensLayout.Find(folder)?.IsComplete(folder) == true
            ? true
            : throw new IOException($"The folder '{folder}' exists but holds no MovieLens dataset; move it away to download one.");
    }

    // Makes the part file the whole archive.
    private async Task FetchAsync(FileStream part, IProgress<double>? progress, CancellationToken cancellation)
    {
        if (part.Length > 0 && await HashAsync(part, cancellation).ConfigureAwait(false) == Expected)
        {
            return;
        }

        bool resumed = await ReceiveAsync(part, part.Length, progress, cancellation).ConfigureAwait(false);
        string hash = await HashAsync(part, cancellation).ConfigureAwait(false);
        if (hash != Expected && resumed)
        {
            // The earlier part may have been of something else: once more from the start.
            await ReceiveAsync(part, 0, progress, cancellation).ConfigureAwait(false);
            hash = await HashAsync(part, cancellation).ConfigureAwait(false);
        }

        if (hash != Expected)
        {
            throw new InvalidDataException($"The SHA-256 of {_options.Address} is {hash}; expected was {Expected}.");
        }
    }

    private string Expected => _options.Sha256.ToLowerInvariant();

    // Fetches the rest of the archive, or all of it where the server does not send parts. Returns whether earlier bytes were kept.
    private async Task<bool> ReceiveAsync(FileStream part, long start, IProgress<double>? progress, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _options.Address);
        if (start > 0)
        {
            request.Headers.Range = new RangeHeaderValue(start, null);
        }

        using HttpResponseMessage response = await _client
            .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
        if (start > 0 && response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            return await ReceiveAsync(part, 0, progress, cancellation).ConfigureAwait(false);
        }

        response.EnsureSuccessStatusCode();
        bool resumed = start > 0
            && response.StatusCode == HttpStatusCode.PartialContent
            && response.Content.Headers.ContentRange?.From == start;
        if (response.StatusCode == HttpStatusCode.PartialContent && !resumed)
        {
            throw new HttpRequestException($"The server sent a part of {_options.Address} that was not asked for.");
        }

        long received = resumed ? start : 0;
        long? total = received + response.Content.Headers.ContentLength;
        RequireWithinLimit(total ?? 0);
        part.SetLength(received);
        part.Position = received;

        Stream body = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            await CopyAsync(body, part, received, total, progress, cancellation).ConfigureAwait(false);
        }

        return resumed;
    }

    private async Task CopyAsync(
        Stream body, FileStream part, long received, long? total, IProgress<double>? progress, CancellationToken cancellation)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (true)
            {
                int read = await ReadAsync(body, buffer, cancellation).ConfigureAwait(false);
                if (read == 0)
                {
                    break;
                }

                received += read;
                RequireWithinLimit(received);
                await part.WriteAsync(buffer.AsMemory(0, read), cancellation).ConfigureAwait(false);
                if (total > 0)
                {
                    progress?.Report(Math.Min(1, (double)received / total.Value));
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        await part.FlushAsync(cancellation).ConfigureAwait(false);
    }

    // A cut connection is the server's failure, not the disk's.
    private async Task<int> ReadAsync(Stream body, byte[] buffer, CancellationToken cancellation)
    {
        try
        {
            return await body.ReadAsync(buffer, cancellation).ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            throw new HttpRequestException(
                $"The connection to {_options.Address} was cut; another call goes on from where it ended.", exception);
        }
    }

    private void RequireWithinLimit(long bytes)
    {
        if (bytes > _options.MaximumArchiveBytes)
        {
            throw new InvalidDataException(
                $"{_options.Address} is larger than the {_options.MaximumArchiveBytes} bytes that are accepted.");
        }
    }

    private static async Task<string> HashAsync(FileStream part, CancellationToken cancellation)
    {
        part.Position = 0;
        byte[] hash = await SHA256.HashDataAsync(part, cancellation).ConfigureAwait(false);
        return Convert.ToHexStringLower(hash);
    }

    private async Task UnpackAsync(FileStream part, string folder, CancellationToken cancellation)
    {
        string temporary = folder + ".unpacking";
        DeleteFolder(temporary);
        try
        {
            part.Position = 0;
            var limits = new ArchiveLimits(_options.MaximumEntries, _options.MaximumUnpackedBytes);
            await ArchiveUnpacker.UnpackAsync(part, temporary, limits, cancellation).ConfigureAwait(false);
            Directory.Move(FolderWithDataset(temporary), folder);
        }
        finally
        {
            DeleteFolder(temporary);
        }
    }

    // Archives of GroupLens hold one folder with everything in it.
    private string FolderWithDataset(string unpacked) =>
        Directory.GetDirectories(unpacked).Prepend(unpacked)
            .FirstOrDefault(folder => MovieLensLayout.Find(folder)?.IsComplete(folder) == true)
        ?? throw new InvalidDataException($"The archive of {_options.Address} holds no MovieLens dataset.");

    private static void DeleteFolder(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
