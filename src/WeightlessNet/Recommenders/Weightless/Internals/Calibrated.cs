namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>What calibration gives to all users' networks.</summary>
/// <param name="Central">The central models; null for none.</param>
/// <param name="Weights">The weights of the central models and the groups of nodes; null for uncalibrated networks.</param>
/// <param name="Audience">The bits of the items' audience; null for none.</param>
internal sealed record Calibrated(ICentralAnswers? Central, RatingWeights? Weights, ItemCatalog? Audience)
{
    /// <summary>Lays out the networks and addresses the items.</summary>
    public ItemAddresses AddressesOf(ItemCatalog catalog, WeightlessOptions options) => new(
        catalog,
        Weights is null
            ? NetworkLayout.Uncalibrated(catalog, options)
            : NetworkLayout.Of(catalog, Audience?.BitCount ?? 0, options, Weights.Groups),
        Audience);
}
