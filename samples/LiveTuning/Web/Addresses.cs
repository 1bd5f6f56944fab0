using System.Net;
using System.Net.Sockets;

namespace LiveTuning.Web;

/// <summary>Where requests come from, for counting them.</summary>
internal static class Addresses
{
    private const int NetworkBytes = 8;

    /// <summary>The address of a request. Of an IPv6 address only the network: one person has all addresses of it.</summary>
    public static string Of(HttpContext http)
    {
        IPAddress? address = http.Connection.RemoteIpAddress;
        if (address is { IsIPv4MappedToIPv6: true })
        {
            address = address.MapToIPv4();
        }

        return address is { AddressFamily: AddressFamily.InterNetworkV6 }
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, NetworkBytes))
            : $"{address}";
    }
}
