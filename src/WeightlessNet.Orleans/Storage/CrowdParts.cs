using System.Text;

namespace WeightlessNet.Orleans.Storage;

/// <summary>The parts of the crowd's log. Users of different parts do not wait for each other when they write.</summary>
public static class CrowdParts
{
    private const uint Basis = 2166136261;
    private const uint Prime = 16777619;

    /// <summary>The number of parts: 16. It is a part of the format of stores.</summary>
    public static int Count => 16;

    /// <summary>The part of a user: the hash FNV-1a (Fowler, Noll, Vo; 32 bits) of the key in UTF-8, modulo <see cref="Count"/>.</summary>
    /// <param name="user">The user's key.</param>
    /// <exception cref="ArgumentNullException"><paramref name="user"/> is null.</exception>
    public static int Of(string user)
    {
        ArgumentNullException.ThrowIfNull(user);
        uint hash = Basis;
        foreach (byte one in Encoding.UTF8.GetBytes(user))
        {
            hash = unchecked((hash ^ one) * Prime);
        }

        return (int)(hash % (uint)Count);
    }
}
