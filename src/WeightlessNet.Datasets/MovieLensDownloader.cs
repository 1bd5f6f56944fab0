using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using WeightlessNet.Datasets.Internals;

namespace WeightlessNet.Datasets;

/// <summary>Downloads a MovieLens dataset from GroupLens, verifies it and unpacks it.</summary>
/// <remarks>
/// <para>
/// In the given folder it uses three names: <c>ml-latest-small.zip.part</c> for the partial download, <c>ml-latest-small.unpacking</c>
/// while it unpacks, and <c>ml-latest-small</c> for the result, which appears atomically. An interrupted or canceled download keeps its
/// part, and the next call resumes it if the server supports that. Nothing is unpacked before its SHA-256 has been verified.
/// </para>
/// <para>
/// Thread-safe and stateless. Calls for different folders may run at the same time; of two calls for the same folder, also in different
/// processes, the second throws an <see cref="IOException"/>.
/// </para>
/// </remarks>
public sealed class MovieLensDownloader
{
    private const int BufferSize = 64 * 1024;

    private static readonly Lazy<HttpClient> SharedClient = new();

    private readonly HttpClient _client;
    private readonly MovieLensDownloadOptions _options;
    private readonly string _name;

    /// <summary>Creates a downloader.</summary>
    /// <param name="client">The HTTP client, which the caller disposes of; null for a client shared by all downloaders, with a time-out of
    /// 100 seconds.</param>
    /// <param name="options">The options; null for ml-latest-small.</param>
    /// <exception cref="ArgumentException">
    /// The address is not an absolute http or https address of a file whose name consists of letters, digits, '.', '-' and '_', or the hash
    /// is not 64 hexadecimal digits.
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
            throw new ArgumentException($"The SHA-256 must be 64 hexadecimal digits, not '{_options.Sha256}'.", nameof(options));
        }

        if (_options.Address is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
        {
            throw new ArgumentException(
                $"The address must be an absolute http or https address, not '{_options.Address}'.", nameof(options));
        }

        _name = Path.GetFileNameWithoutExtension(_options.Address.AbsolutePath);
        if (_name.Length == 0 || _name[0] == '.' || !_name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_'))
        {
            throw new ArgumentException($"The address must end with a plain file name: '{_options.Address}'.", nameof(options));
        }

        _client = client ?? SharedClient.Value;
    }

    /// <summary>Downloads and unpacks the dataset, unless that has been done before.</summary>
    /// <param name="directory">The folder in which the dataset's folder is created; it is created if it does not exist.</param>
    /// <param name="progress">
    /// Receives the fraction of the archive downloaded, up to 1; it decreases only if the download restarts. If the server does not send
    /// the size, only the end is reported.
    /// </param>
    /// <param name="cancellation">Cancels the work; the part already downloaded is kept for the next call.</param>
    /// <returns>The path of the folder with the files, for <see cref="MovieLensReader.Read"/>.</returns>
    /// <exception cref="ArgumentException"><paramref name="directory"/> is empty.</exception>
    /// <exception cref="HttpRequestException">
    /// The server cannot be reached, refuses the request, closes the connection, or sends nothing for as long as the client's
    /// <see cref="HttpClient.Timeout"/>; the part already downloaded is kept for the next call.
    /// </exception>
    /// <exception cref="InvalidDataException">
    /// The archive has the wrong SHA-256, exceeds a limit, would write outside its folder, or does not contain a MovieLens dataset. It is
    /// deleted.
    /// </exception>
    /// <exception cref="IOException">
    /// Reading or writing fails, another download to the same folder is running, or the dataset's folder exists but does not contain a
    /// dataset.
    /// </exception>
    /// <exception cref="OperationCanceledException">The work was canceled.</exception>
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

        // The part file stays open to the end, which also keeps a second download out.
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
            : throw new IOException(
                $"The folder '{folder}' exists but does not contain a MovieLens dataset. Move or delete it to download one.");
    }

    // Completes the part file.
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
            // The earlier part may be of another file: download again from the start.
            await ReceiveAsync(part, 0, progress, cancellation).ConfigureAwait(false);
            hash = await HashAsync(part, cancellation).ConfigureAwait(false);
        }

        if (hash != Expected)
        {
            throw new InvalidDataException($"The SHA-256 of {_options.Address} must be {Expected}, not {hash}.");
        }
    }

    private string Expected => _options.Sha256.ToLowerInvariant();

    // Downloads the rest of the archive, or all of it if the server does not support ranges. Returns whether earlier bytes were kept.
    private async Task<bool> ReceiveAsync(FileStream part, long start, IProgress<double>? progress, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _options.Address);
        if (start > 0)
        {
            request.Headers.Range = new RangeHeaderValue(start, null);
        }

        using HttpResponseMessage response = await SendAsync(request, cancellation).ConfigureAwait(false);
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
            throw new HttpRequestException($"The server sent a range of {_options.Address} that was not requested.");
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

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        try
        {
            return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
        }
        catch (TaskCanceledException exception) when (exception.InnerException is TimeoutException)
        {
            throw TimedOut(exception);
        }
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

    // Report a closed connection as a failure of the server, not of the disk.
    private async Task<int> ReadAsync(Stream body, byte[] buffer, CancellationToken cancellation)
    {
        // The client's time-out ends with the headers of the answer, so the body needs one of its own.
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(_client.Timeout);
        try
        {
            return await body.ReadAsync(buffer, timeout.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (!cancellation.IsCancellationRequested)
        {
            throw TimedOut(exception);
        }
        catch (IOException exception)
        {
            throw new HttpRequestException(
                $"The connection to {_options.Address} was closed. Another call resumes the download.", exception);
        }
    }

    private HttpRequestException TimedOut(OperationCanceledException exception) => new(
        string.Create(
            CultureInfo.InvariantCulture,
            $"{_options.Address} sent nothing for {_client.Timeout.TotalSeconds} s. Another call resumes the download."),
        exception);

    private void RequireWithinLimit(long bytes)
    {
        if (bytes > _options.MaximumArchiveBytes)
        {
            throw new InvalidDataException(
                $"{_options.Address} is larger than the {_options.MaximumArchiveBytes} bytes allowed.");
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

    // Archives of GroupLens contain one folder with all files.
    private string FolderWithDataset(string unpacked) =>
        Directory.GetDirectories(unpacked).Prepend(unpacked)
            .FirstOrDefault(folder => MovieLensLayout.Find(folder)?.IsComplete(folder) == true)
        ?? throw new InvalidDataException($"The archive {_options.Address} does not contain a MovieLens dataset.");

    private static void DeleteFolder(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
