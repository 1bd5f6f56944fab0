using Microsoft.Extensions.DependencyInjection;

namespace WeightlessNet.DependencyInjection;

/// <summary>The registrations of the default recommender's capabilities, so that the next default replaces exactly these.</summary>
internal sealed class DefaultCapabilities
{
    private readonly List<ServiceDescriptor> _registrations = [];

    /// <summary>The list that belongs to a service collection.</summary>
    public static DefaultCapabilities In(IServiceCollection services)
    {
        if (services.FirstOrDefault(service => service.ServiceType == typeof(DefaultCapabilities))?.ImplementationInstance
            is DefaultCapabilities known)
        {
            return known;
        }

        DefaultCapabilities created = new();
        services.AddSingleton(created);
        return created;
    }

    public void Add(IServiceCollection services, ServiceDescriptor registration)
    {
        services.Add(registration);
        _registrations.Add(registration);
    }

    public void RemoveFrom(IServiceCollection services)
    {
        foreach (ServiceDescriptor registration in _registrations)
        {
            services.Remove(registration);
        }

        _registrations.Clear();
    }
}
