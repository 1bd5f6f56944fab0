namespace WeightlessNet.Models;

/// <summary>
/// When a discriminator of a clustered model learns an example and when a new one is made for it: a discriminator of n examples learns
/// what it gives a response of at least min(N, r0 + N * n / gamma), N being the number of nodes. The more it has learned, the more
/// alike it wants examples to be.
/// </summary>
/// <remarks>
/// The rule of ClusWiSARD: Cardoso et al., "Clustering data streams with weightless neural networks" (ESANN 2011) and "Financial credit
/// analysis via a clustering weightless neural classifier" (Neurocomputing 2016). Immutable and thread-safe.
/// </remarks>
public sealed partial record GrowthRule
{
    private const long Unit = 1_000_000_000_000_000;

    private readonly double _minimumResponse = 0.1;
    private readonly int _growthInterval = 100;
    private readonly int _maximumDiscriminators = 16;

    /// <summary>
    /// r0 as a share of the nodes, 0 to 1, to 15 decimal places: the response that an empty discriminator would ask for.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public double MinimumResponse
    {
        get => _minimumResponse;
        init => _minimumResponse = value is >= 0 and <= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(MinimumResponse), value, "A share of the nodes is 0 to 1.");
    }

    /// <summary>gamma, above 0: after how many examples a discriminator asks for the response of all nodes, where r0 is 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above 0.</exception>
    public int GrowthInterval
    {
        get => _growthInterval;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, nameof(GrowthInterval));
            _growthInterval = value;
        }
    }

    /// <summary>
    /// How many discriminators a class, or a model without classes, has at the most, above 0. Where no more can be made, the one of the
    /// best response learns.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above 0.</exception>
    public int MaximumDiscriminators
    {
        get => _maximumDiscriminators;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, nameof(MaximumDiscriminators));
            _maximumDiscriminators = value;
        }
    }

    /// <summary>Whether a discriminator that has learned some examples learns what it gives a response.</summary>
    internal bool Admits(int response, long examples, int nodeCount)
    {
        // From gamma examples on it asks for all nodes; below, in whole numbers: both sides times gamma and the unit of r0.
        if (examples >= _growthInterval)
        {
            return response >= nodeCount;
        }

        Int128 asked = ((Int128)MinimumResponseUnits * _growthInterval) + ((Int128)Unit * examples);
        return (Int128)response * _growthInterval * Unit >= Int128.Min((Int128)_growthInterval * Unit, asked) * nodeCount;
    }

    // A share such as 0.1 is no binary fraction: what was meant is the decimal one.
    private long MinimumResponseUnits => (long)Math.Round(_minimumResponse * Unit);
}
