using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace WeightlessNet.Datasets.Tests;

/// <summary>Serves one file over HTTP on this machine, and fails as it is told to.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly byte[] _file;

    public LoopbackServer(byte[] file)
    {
        _file = file;
        _listener.Start();
        _ = ServeAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/sets/tiny-set.zip");

    /// <summary>The first byte that each request asked for; 0 when it asked for all.</summary>
    public ConcurrentQueue<int> Starts { get; } = new();

    /// <summary>Whether it honors requests for a part of the file.</summary>
    public bool SupportsRange { get; set; } = true;

    /// <summary>Closes the connection of the next response after this many bytes of the body.</summary>
    public int? CutNextAfter { get; set; }

    /// <summary>Sends this many bytes of the body and no more, and keeps the connection open.</summary>
    public int? StallAfter { get; set; }

    /// <summary>Does not answer, and keeps the connection open.</summary>
    public bool Silent { get; set; }

    /// <summary>The status to answer with instead of the file.</summary>
    public string? Refusal { get; set; }

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
                try
                {
                    await AnswerAsync(client.GetStream());
                }
                catch (IOException)
                {
                    // The client closed the connection, which it may.
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        int start = 0;
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 } line)
        {
            const string Range = "Range: bytes=";
            if (line.StartsWith(Range, StringComparison.OrdinalIgnoreCase))
            {
                start = int.Parse(line[Range.Length..].TrimEnd('-'), CultureInfo.InvariantCulture);
            }
        }

        Starts.Enqueue(start);
        if (Silent)
        {
            await Task.Delay(Timeout.Infinite, _stop.Token);
        }

        if (Refusal is not null)
        {
            await WriteAsync(stream, $"HTTP/1.1 {Refusal}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            return;
        }

        if (SupportsRange && start >= _file.Length)
        {
            await WriteAsync(stream, "HTTP/1.1 416 Range Not Satisfiable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            return;
        }

        bool partial = SupportsRange && start > 0;
        byte[] body = partial ? _file[start..] : _file;
        string status = partial
            ? $"206 Partial Content\r\nContent-Range: bytes {start}-{_file.Length - 1}/{_file.Length}"
            : "200 OK";
        await WriteAsync(stream, $"HTTP/1.1 {status}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n");
        int length = Math.Min(body.Length, CutNextAfter ?? StallAfter ?? body.Length);
        CutNextAfter = null;
        await stream.WriteAsync(body.AsMemory(0, length), _stop.Token);
        if (StallAfter is not null)
        {
            await Task.Delay(Timeout.Infinite, _stop.Token);
        }
    }

    private async Task WriteAsync(NetworkStream stream, string text) => await stream.WriteAsync(Encoding.ASCII.GetBytes(text), _stop.Token);
}
