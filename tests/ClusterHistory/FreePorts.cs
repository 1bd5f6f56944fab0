using System.Net;
using System.Net.Sockets;

namespace ClusterHistory;

/// <summary>Ports of this machine that nobody uses.</summary>
/// <remarks>Systems take the ports of outgoing connections from 32,768 on, so those below stay free.</remarks>
internal static class FreePorts
{
    private const int Least = 12_000;
    private const int Bound = 32_000;

    /// <summary>The first of some ports in a row.</summary>
    public static int InARow(int count)
    {
        while (true)
        {
            int first = Random.Shared.Next(Least, Bound);
            if (Enumerable.Range(first, count).All(IsFree))
            {
                return first;
            }
        }
    }

    /// <summary>Two ports.</summary>
    public static (int One, int Other) Two()
    {
        int first = InARow(2);
        return (first, first + 1);
    }

    private static bool IsFree(int port)
    {
        try
        {
            using TcpListener listener = new(IPAddress.Any, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
