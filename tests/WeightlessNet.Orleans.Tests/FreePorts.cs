using System.Net;
using System.Net.Sockets;

namespace WeightlessNet.Orleans.Tests;

/// <summary>Ports of this machine that nobody uses.</summary>
internal static class FreePorts
{
    public static (int One, int Other) Two()
    {
        using TcpListener one = new(IPAddress.Loopback, 0);
        using TcpListener other = new(IPAddress.Loopback, 0);
        one.Start();
        other.Start();
        return (((IPEndPoint)one.LocalEndpoint).Port, ((IPEndPoint)other.LocalEndpoint).Port);
    }
}
