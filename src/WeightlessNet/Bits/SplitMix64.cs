namespace WeightlessNet.Bits;

/// <summary>
/// The library's pseudo-random generator: 64 bits of state; a seed gives the same sequence on every machine and in every version.
/// Mappings are drawn from it, so it is part of the storage format.
/// </summary>
/// <remarks>
/// SplitMix64 of Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators" (OOPSLA 2014), section 4, with the
/// constants of its Java 8 implementation. Not for cryptography. A mutable struct: pass it by reference. Not safe for concurrent use.
/// </remarks>
internal struct SplitMix64
{
    private ulong _state;

    /// <summary>Starts the sequence of a seed.</summary>
    /// <param name="seed">Any number; equal seeds give equal sequences.</param>
    public SplitMix64(ulong seed) => _state = seed;

    /// <summary>The current state: a generator with this seed continues the sequence.</summary>
    internal readonly ulong State => _state;

    /// <summary>The next 64 bits.</summary>
    public ulong Next() => Mix(_state += 0x9E3779B97F4A7C15);

    /// <summary>Spreads each bit of a number over all of its 64 bits; different numbers stay different.</summary>
    public static ulong Mix(ulong mixed)
    {
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>A number that depends on two.</summary>
    public static ulong Mix(ulong key, ulong value) => new SplitMix64(key ^ new SplitMix64(value).Next()).Next();

    /// <summary>The next whole number from 0 to below a bound, uniformly distributed.</summary>
    /// <param name="bound">The bound, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bound"/> is not above 0.</exception>
    public int Next(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        // Lemire's multiply-and-shift; the rejection removes its bias.
        ulong range = (uint)bound;
        ulong product = (Next() >> 32) * range;
        if ((uint)product < range)
        {
            uint threshold = (uint)((0UL - range) & uint.MaxValue) % (uint)range;
            while ((uint)product < threshold)
            {
                product = (Next() >> 32) * range;
            }
        }

        return (int)(product >> 32);
    }

    /// <summary>The next number from 0 to below 1, uniformly distributed over the multiples of 2^-53.</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Shuffles a span; every order is equally likely (Fisher and Yates).</summary>
    /// <typeparam name="T">The type of the values.</typeparam>
    /// <param name="values">The values to shuffle in place.</param>
    public void Shuffle<T>(Span<T> values)
    {
        for (int last = values.Length - 1; last > 0; last--)
        {
            int other = Next(last + 1);
            (values[last], values[other]) = (values[other], values[last]);
        }
    }
}
