namespace WeightlessNet.Models;

/// <summary>
/// When a discriminator of a clustered model learns an example, and when a new one is created for it. A discriminator with n examples
/// learns an example if its response is at least min(N, r0 + N * n / gamma), where N is the number of nodes: the more it has learned, the
/// more similar an example must be.
/// </summary>
/// <remarks>
/// The rule of ClusWiSARD: Cardoso et al., "Clustering data streams with weightless neural networks" (ESANN 2011) and "Financial credit
/// analysis via a clustering weightless neural classifier" (Neurocomputing 2016). Immutable and thread-safe.
/// </remarks>
public sealed partial class GrowthRule
{
    private const long Unit = 1_000_000_000_000_000;

    private readonly double _minimumResponse = 0.1;
    private readonly int _growthInterval = 100;
    private readonly int _maximumDiscriminators = 16;

    /// <summary>
    /// r0 as a share of the nodes, 0 to 1, to 15 decimal places: the response required by a discriminator without examples. The default
    /// is 0.1.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public double MinimumResponse
    {
        get => _minimumResponse;
        init => _minimumResponse = value is >= 0 and <= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(MinimumResponse), value, "A share of the nodes must be 0 to 1.");
    }

    /// <summary>
    /// gamma, above 0: after this many examples a discriminator requires the response of all nodes, or earlier if r0 is above 0. The
    /// default is 100.
    /// </summary>
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
    /// The most discriminators of a class, or of a model without classes, above 0. When there are that many, the one with the best response
    /// learns. The default is 16.
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

    /// <summary>The numbers of the rule, such as "from a response of 0.1, all nodes after 100 examples, at most 16".</summary>
    public override string ToString() => FormattableString.Invariant(
        $"from a response of {MinimumResponse}, all nodes after {GrowthInterval} examples, at most {MaximumDiscriminators}");

    /// <summary>Whether a discriminator with the given number of examples learns an example that it gives the response.</summary>
    internal bool Admits(int response, long examples, int nodeCount)
    {
        // From gamma examples on, all nodes are required. Below, both sides are multiplied by gamma and the unit of r0, to stay whole.
        if (examples >= _growthInterval)
        {
            return response >= nodeCount;
        }

        Int128 required = ((Int128)MinimumResponseUnits * _growthInterval) + ((Int128)Unit * examples);
        return (Int128)response * _growthInterval * Unit >= Int128.Min((Int128)_growthInterval * Unit, required) * nodeCount;
    }

    // A share such as 0.1 is not a binary fraction; rounding restores the decimal one.
    private long MinimumResponseUnits => (long)Math.Round(_minimumResponse * Unit);
}
