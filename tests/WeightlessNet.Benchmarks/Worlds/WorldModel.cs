using WeightlessNet.Evaluation.Protocols;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Benchmarks.Worlds;

/// <summary>A compared model.</summary>
internal sealed record WorldModel(string Name, ModelRole Role, Func<World, RatingScale, IRecommender> Create)
{
    /// <summary>The model as a candidate of a protocol.</summary>
    /// <param name="world">The data set.</param>
    /// <param name="created">Receives each new instance, so that it can be looked at after its training.</param>
    public RecommenderCandidate For(World world, Action<string, IRecommender> created) => new(Name, scale =>
    {
        IRecommender model = Create(world, scale);
        created(Name, model);
        return model;
    });
}
