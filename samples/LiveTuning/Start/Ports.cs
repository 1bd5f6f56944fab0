using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace LiveTuning.Start;

/// <summary>Finds out, before the films are read and learned, whether the server will be able to listen.</summary>
internal static class Ports
{
    /// <summary>Listens at each address for a moment.</summary>
    /// <param name="urls">The addresses, separated by semicolons.</param>
    /// <exception cref="IOException">
    /// Another program listens there; as the server says it, with an <see cref="AddressInUseException"/>.
    /// </exception>
    /// <exception cref="SocketException">This machine does not have the address, or the account may not listen there.</exception>
    public static void CheckFree(string urls)
    {
        foreach (var url in urls.Split(';').Select(BindingAddress.Parse).Where(url => url.Port != 0))
        {
            if (url.Host == "localhost")
            {
                CheckLocalhost(url);
            }
            else if (IPAddress.TryParse(url.Host, out IPAddress? address))
            {
                Check(url, address);
            }
            else
            {
                // Any other name stands for all addresses of the machine.
                Check(url, Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any);
            }
        }
    }

    // The server is content with one of the two addresses, if the other one does not exist.
    private static void CheckLocalhost(BindingAddress url)
    {
        foreach (IPAddress address in (IPAddress[])[IPAddress.Loopback, IPAddress.IPv6Loopback])
        {
            try
            {
                Check(url, address);
            }
            catch (SocketException)
            {
                // Not in use: the server says it if neither works.
            }
        }
    }

    private static void Check(BindingAddress url, IPAddress address)
    {
        try
        {
            using Socket socket = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            if (address.Equals(IPAddress.IPv6Any))
            {
                socket.DualMode = true;
            }

            socket.Bind(new IPEndPoint(address, url.Port));
            socket.Listen();
        }
        catch (SocketException failure) when (failure.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new IOException($"{url} is in use.", new AddressInUseException(failure.Message, failure));
        }
    }
}
