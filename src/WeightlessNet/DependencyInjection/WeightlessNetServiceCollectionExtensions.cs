using Microsoft.Extensions.DependencyInjection;

namespace WeightlessNet.DependencyInjection;

/// <summary>Registers recommenders with a service collection.</summary>
public static class WeightlessNetServiceCollectionExtensions
{
    /// <summary>Starts the registration of recommenders. May be called more than once.</summary>
    /// <param name="services">The services to add to.</param>
    /// <returns>A builder that adds recommenders.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is null.</exception>
    public static WeightlessNetBuilder AddWeightlessNet(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        return new WeightlessNetBuilder(services);
    }
}
