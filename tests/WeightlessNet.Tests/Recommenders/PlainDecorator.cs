using WeightlessNet.Recommenders;

namespace WeightlessNet.Tests.Recommenders;

/// <summary>A decorator that changes nothing.</summary>
internal sealed class PlainDecorator(IRecommender inner) : DelegatingRecommender(inner);
