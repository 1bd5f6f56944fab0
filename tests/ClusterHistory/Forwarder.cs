using System.Net;
using System.Net.Sockets;

namespace ClusterHistory;

/// <summary>Passes connections on to a server that listens on loopback only.</summary>
internal sealed class Forwarder : IDisposable
{
    private readonly TcpListener _listener;
    private readonly string _host;
    private readonly int _port;

    /// <summary>Begins to listen.</summary>
    /// <param name="address">The address to listen at.</param>
    /// <param name="host">The server.</param>
    /// <param name="port">Its port.</param>
    public Forwarder(string address, string host, int port)
    {
        (_host, _port) = (host, port);
        _listener = new TcpListener(IPAddress.Parse(address), 0);
        _listener.Start();
        _ = ListenAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose() => _listener.Dispose();

    private async Task ListenAsync()
    {
        try
        {
            while (true)
            {
                _ = PassAsync(await _listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task PassAsync(TcpClient client)
    {
        using (client)
        using (TcpClient server = new())
        {
            try
            {
                await server.ConnectAsync(_host, _port);
                (client.NoDelay, server.NoDelay) = (true, true);
                NetworkStream one = client.GetStream();
                NetworkStream other = server.GetStream();
                await Task.WhenAny(one.CopyToAsync(other), other.CopyToAsync(one));
            }
            catch (Exception end) when (end is SocketException or IOException)
            {
            }
        }
    }
}
